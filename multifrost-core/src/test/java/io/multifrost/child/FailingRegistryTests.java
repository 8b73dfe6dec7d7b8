package io.multifrost.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A registry is code of users: whatever it throws, nothing of the worker stays.
 */
@Timeout(60)
class FailingRegistryTests {

	private final AtomicInteger port = new AtomicInteger();

	@Test
	void aServiceEndsThoughItsRegistrationThrowsAnError() throws Exception {
		ChildWorker worker = worker(new Registry(false));
		worker.start();
		worker.close();
		assertPortIsFree();
	}

	@Test
	void nothingOfAServiceIsLeftWhoseRegistryThrowsAnError() throws Exception {
		ChildWorker worker = worker(new Registry(true));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(worker::start);
		assertPortIsFree();
	}

	private static ChildWorker worker(ServiceRegistry registry) {
		return ChildWorker.serving(new Functions()).serviceId("failing").registry(registry).build();
	}

	private void assertPortIsFree() throws IOException {
		assertThat(this.port).hasPositiveValue();
		try (ServerSocket socket = new ServerSocket(this.port.get(), 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.isBound()).isTrue();
		}
	}

	public static final class Functions {

		public String greet(String name) {
			return "Hello " + name;
		}

	}

	private final class Registry implements ServiceRegistry {

		private final boolean whenRegistered;

		Registry(boolean whenRegistered) {
			this.whenRegistered = whenRegistered;
		}

		@Override
		public Registration register(String serviceId, int port) {
			FailingRegistryTests.this.port.set(port);
			if (this.whenRegistered) {
				throw new StackOverflowError("thrown by a registry");
			}
			ServiceEntry entry = new ServiceEntry(serviceId, port, ProcessHandle.current().pid(), "");
			return new Registration() {

				@Override
				public ServiceEntry entry() {
					return entry;
				}

				@Override
				public void close() {
					throw new StackOverflowError("thrown by a registration");
				}

			};
		}

		@Override
		public Optional<ServiceEntry> find(String serviceId) {
			return Optional.empty();
		}

		@Override
		public ServiceEntry await(String serviceId, Duration timeout) {
			throw new UnsupportedOperationException();
		}

	}

}
