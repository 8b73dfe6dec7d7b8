package io.multifrost.spring.discovery;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;

import io.multifrost.registry.ServiceEntry;

/**
 * Publishes by the registration of this application, which has its metadata. Where the
 * application has none, as on Kubernetes, whoever runs it says where its services are.
 */
public class RegistrationPublisher implements ServicePublisher {

	private static final Logger logger = LoggerFactory.getLogger(RegistrationPublisher.class);

	private final ApplicationContext context;

	/**
	 * Create a publisher.
	 * @param context has the registration, if there is one
	 */
	public RegistrationPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public String publish(Map<String, String> metadata) {
		Registration registration = registration();
		if (registration == null) {
			logger.info("Nothing registers this application, so that nothing tells others of {}: on Kubernetes, the "
					+ "manifest does that; elsewhere, let the discovery client register it", metadata.keySet());
			return ServiceEntry.LOCAL_HOST;
		}
		change(registration, (all) -> all.putAll(metadata), true);
		return registration.getHost();
	}

	@Override
	public void remove(Set<String> keys) {
		Registration registration = registration();
		if (registration != null) {
			change(registration, (all) -> all.keySet().removeAll(keys), false);
		}
	}

	private @Nullable Registration registration() {
		return this.context.getBeanProvider(Registration.class).getIfAvailable();
	}

	/**
	 * Change the metadata of a registration, also where it is registered already.
	 * @param registration the registration
	 * @param change changes the metadata
	 * @param begin whether to register what is not registered
	 */
	protected synchronized void change(Registration registration, Consumer<Map<String, String>> change, boolean begin) {
		AbstractAutoServiceRegistration<?> automatic = automatic();
		if (begin && automatic != null && !automatic.isRunning()) {
			// It waits for a web server, which this application may not have. And some
			// have no metadata before.
			automatic.start();
		}
		change.accept(registration.getMetadata());
		if (!isClosing() && (automatic == null || automatic.isRunning())) {
			registerAgain(registration);
		}
	}

	/**
	 * Return whether the application ends. Its registration goes as a whole then, and is
	 * not to be made again.
	 */
	protected final boolean isClosing() {
		return this.context instanceof ConfigurableApplicationContext closable && closable.isClosed();
	}

	private @Nullable AbstractAutoServiceRegistration<?> automatic() {
		return (this.context.getBeanProvider(AutoServiceRegistration.class)
			.getIfAvailable() instanceof AbstractAutoServiceRegistration<?> automatic) ? automatic : null;
	}

	/**
	 * Register again: Consul and ZooKeeper replace what they know of the same instance.
	 * @param registration the registration
	 */
	@SuppressWarnings("unchecked") // an application's registry is for its registration
	protected final void registerAgain(Registration registration) {
		ObjectProvider<ServiceRegistry<?>> registries = this.context
			.getBeanProvider(new ParameterizedTypeReference<ServiceRegistry<?>>() {
			});
		registries.ifAvailable((registry) -> ((ServiceRegistry<Registration>) registry).register(registration));
	}

}
