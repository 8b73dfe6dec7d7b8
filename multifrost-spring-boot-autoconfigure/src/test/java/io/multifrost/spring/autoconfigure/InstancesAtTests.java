package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.CallTimeoutException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * A worker of which several instances run at addresses that the configuration names.
 */
@Timeout(60)
class InstancesAtTests {

	private final List<ChildWorker> services = new ArrayList<>();

	private final PortRegistry ports = new PortRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class));

	@AfterEach
	void stop() {
		this.services.forEach(ChildWorker::close);
	}

	@Test
	void callsGoToAllAndOneThatFailsIsLeftOutForATime() {
		String good = serve(new Named("good"));
		String bad = serve(new Silent());
		this.contextRunner
			.withPropertyValues("multifrost.parents.words.instances-at=" + good + "," + bad,
					"multifrost.parents.words.circuit-breaker.failure-threshold=3",
					"multifrost.parents.words.circuit-breaker.wait-duration=1h")
			.run((context) -> {
				ParentWorker words = context.getBean(ParentWorker.class);
				await().until(() -> words.snapshot()
					.instances()
					.stream()
					.allMatch((each) -> each.state() == WorkerState.RUNNING));
				CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
				String breaker = "multifrost-words@" + bad;
				await().until(() -> {
					Throwable failure = catchThrowable(() -> words.call(soon, "name", String.class));
					assertThat(failure == null || failure instanceof CallTimeoutException).isTrue();
					Optional<CircuitBreaker> found = context.getBean(CircuitBreakerRegistry.class).find(breaker);
					return found.isPresent() && found.get().getState() == CircuitBreaker.State.OPEN;
				});
				Set<String> names = new TreeSet<>();
				for (int i = 0; i < 20; i++) {
					names.add(words.call("name", String.class));
				}
				assertThat(names).containsExactly("good");
			});
	}

	@Test
	void anAddressThatIsNoneNamesTheProperty() {
		this.contextRunner.withPropertyValues("multifrost.parents.words.instances-at=10.0.0.1:5000")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("multifrost.parents.words.instances-at")
				.hasMessageContaining("tcp://host:port"));
	}

	private String serve(Object functions) {
		String id = "words" + this.services.size();
		this.services.add(
				ChildWorker.serving(functions).serviceId(id).registry(this.ports).forwardOutput(false).build().start());
		return "tcp://127.0.0.1:" + this.ports.port;
	}

	public record Named(String is) {

		public String name() {
			return this.is;
		}

	}

	public static class Silent {

		public String name() throws InterruptedException {
			Thread.sleep(60_000);
			return "too late";
		}

	}

	/**
	 * Tells the test where the service listens that was started last.
	 */
	private static final class PortRegistry implements ServiceRegistry {

		private int port;

		@Override
		public Registration register(String serviceId, int port) {
			this.port = port;
			ServiceEntry entry = new ServiceEntry(serviceId, port, ProcessHandle.current().pid(), "");
			return new Registration() {

				@Override
				public ServiceEntry entry() {
					return entry;
				}

				@Override
				public void close() {
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
