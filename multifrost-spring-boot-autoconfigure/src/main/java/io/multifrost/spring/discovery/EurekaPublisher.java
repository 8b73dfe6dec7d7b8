package io.multifrost.spring.discovery;

import java.util.Map;
import java.util.function.Consumer;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;

/**
 * Publishes by Eureka, which has a copy of the metadata, and sends what has changed at
 * once only if it is the status; else within 30 seconds, or whatever its interval is. It
 * allows two changes at once and four a minute; what comes sooner waits for the interval.
 */
public final class EurekaPublisher extends RegistrationPublisher {

	private final ApplicationContext context;

	/**
	 * Create a publisher.
	 * @param context has the registration; without Eureka's own, it is published as any
	 * other
	 */
	public EurekaPublisher(ApplicationContext context) {
		super(context);
		this.context = context;
	}

	@Override
	protected synchronized void change(Registration registration, Consumer<Map<String, String>> change, boolean begin) {
		ApplicationInfoManager manager = this.context.getBeanProvider(ApplicationInfoManager.class).getIfAvailable();
		if (manager == null) {
			super.change(registration, change, begin);
			return;
		}
		// Its copy is made from it anew after a refresh of the configuration
		change.accept(registration.getMetadata());
		InstanceInfo info = manager.getInfo();
		change.accept(info.getMetadata());
		info.setIsDirty();
		if (isClosing()) {
			return;
		}
		if (begin && info.getStatus() == InstanceStatus.STARTING) {
			// Nothing has used the client, without which nothing is registered, nor is
			// there
			// a web server whose start would have done it
			registerAgain(registration);
		}
		else if (info.getStatus() == InstanceStatus.UP) {
			info.setStatusWithoutDirty(InstanceStatus.STARTING);
			manager.setInstanceStatus(InstanceStatus.UP);
		}
	}

}
