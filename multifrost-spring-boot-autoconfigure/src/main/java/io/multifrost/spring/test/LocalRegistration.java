package io.multifrost.spring.test;

import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * A service that is registered within this process alone.
 *
 * @param entry what was registered
 * @param removal removes it
 */
record LocalRegistration(ServiceEntry entry, Runnable removal) implements ServiceRegistry.Registration {

	@Override
	public void close() {
		this.removal.run();
	}

}
