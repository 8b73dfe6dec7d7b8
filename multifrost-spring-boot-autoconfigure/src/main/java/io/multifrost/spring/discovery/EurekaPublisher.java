package io.multifrost.spring.discovery;

import java.util.Map;
import java.util.function.Consumer;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * Publishes by Eureka, which has a copy of the metadata, and sends what has changed at
 * once only if it is the status; else within 30 seconds, or whatever its interval is. It
 * allows two changes at once and four a minute; what comes sooner waits for the interval.
 */
public final class EurekaPublisher extends RegistrationPublisher {

	private final BeanFactory beanFactory;

	/**
	 * Create a publisher.
	 * @param beanFactory has the registration; without Eureka's own, it is published as
	 * any other
	 */
	public EurekaPublisher(BeanFactory beanFactory) {
		super(beanFactory);
		this.beanFactory = beanFactory;
	}

	@Override
	protected synchronized void change(Registration registration, Consumer<Map<String, String>> change) {
		ApplicationInfoManager manager = this.beanFactory.getBeanProvider(ApplicationInfoManager.class)
			.getIfAvailable();
		if (manager == null) {
			super.change(registration, change);
			return;
		}
		// Its copy is made from it anew after a refresh of the configuration
		change.accept(registration.getMetadata());
		InstanceInfo info = manager.getInfo();
		change.accept(info.getMetadata());
		info.setIsDirty();
		if (info.getStatus() == InstanceStatus.STARTING) {
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
