package io.multifrost.internal.registryfile;

import java.util.function.Consumer;

import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry.Registration;

/**
 * A service that is in the file until it is closed.
 */
public final class FileRegistration implements Registration {

	private final ServiceEntry entry;

	private final Consumer<ServiceEntry> unregister;

	private boolean closed;

	public FileRegistration(ServiceEntry entry, Consumer<ServiceEntry> unregister) {
		this.entry = entry;
		this.unregister = unregister;
	}

	@Override
	public ServiceEntry entry() {
		return this.entry;
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		// Threads are often interrupted in order to end: that must not be in the way of
		// what they do at the end. An interrupt that comes only now is heeded.
		boolean interrupted = Thread.interrupted();
		try {
			this.unregister.accept(this.entry);
			this.closed = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
