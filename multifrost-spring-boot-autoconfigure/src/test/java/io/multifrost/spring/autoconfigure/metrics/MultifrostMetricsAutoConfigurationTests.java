package io.multifrost.spring.autoconfigure.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.CallTimeoutException;
import io.multifrost.child.CallContext;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;
import io.multifrost.spring.metrics.ClientMetrics;
import io.multifrost.spring.metrics.ServerMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MultifrostMetricsAutoConfiguration}.
 */
class MultifrostMetricsAutoConfigurationTests {

	private static final Pattern ROW = Pattern.compile("^\\| `(multifrost\\.[a-z.]+)` \\| [^|]+ \\|([^|]*)\\|",
			Pattern.MULTILINE);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class, MultifrostMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.defaults.heartbeat.interval=50ms");

	@Test
	void theMetersAreThoseOfTheDocumentation() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(ParentWorker.class).call("add", Long.class, 1, 2);
			assertThat(context.getBean(ParentWorker.class).stream("add", Long.class, 1, 2)).containsExactly(3L);
			context.getBean(CircuitBreakerRegistry.class)
				.find("multifrost-math")
				.orElseThrow()
				.transitionToForcedOpenState();
			serve(context.getBean(ServerMetrics.class));
			await().untilAsserted(() -> assertThat(registered(registry)).isEqualTo(documented()));
		});
	}

	@Test
	void callsAreTimedByTheirOutcome() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			ParentWorker math = context.getBean(ParentWorker.class);
			math.call("add", Long.class, 1, 2);
			assertThat(math.callAsync("add", Long.class, 1, 2)).succeedsWithin(Duration.ofSeconds(5));
			assertThat(math.callAsync("add", Long.class, "one", 2)).failsWithin(Duration.ofSeconds(5));
			assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(
					() -> math.call(CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(10)), "sleep", Void.class, 100));
			math.stop();
			assertThat(math.callAsync("add", Long.class, 1, 2)).isCompletedExceptionally();
			await().untilAsserted(() -> {
				assertThat(calls(registry, "add", "SUCCESS", "none")).isEqualTo(2);
				assertThat(calls(registry, "add", "REMOTE_ERROR", "RemoteCallException")).isOne();
				assertThat(calls(registry, "sleep", "TIMEOUT", "CallTimeoutException")).isOne();
				assertThat(calls(registry, "add", "REFUSED", "WorkerUnavailableException")).isOne();
			});
			assertThat(registry.get("multifrost.client.sent").functionCounter().count()).isGreaterThan(100);
			assertThat(registry.get("multifrost.client.in.flight.max").gauge().value()).isGreaterThanOrEqualTo(1);
			assertThat(registry.get("multifrost.worker.state").tag("state", "STOPPED").gauge().value()).isOne();
			assertThat(registry.get("multifrost.worker.state").tag("state", "RUNNING").gauge().value()).isZero();
		});
	}

	@Test
	void histogramsAreThoseOfTheUsualProperties() {
		this.contextRunner
			.withPropertyValues("management.metrics.distribution.percentiles.multifrost.client.calls=0.5,0.99")
			.run((context) -> {
				context.getBean(ParentWorker.class).call("add", Long.class, 1, 2);
				Timer timer = context.getBean(MeterRegistry.class).get("multifrost.client.calls").timer();
				assertThat(timer.takeSnapshot().percentileValues()).hasSize(2);
			});
	}

	@Test
	void withoutMicrometerNothingIsTimed() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.auto-startup=false")
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ParentWorker.class)
				.doesNotHaveBean(ClientMetrics.class));
	}

	private static void serve(ServerMetrics metrics) throws Exception {
		CallContext call = mock(CallContext.class);
		given(call.function()).willReturn("price");
		given(call.namespace()).willReturn("default");
		try {
			assertThat(metrics.intercept(call, () -> 42)).isEqualTo(42);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static long calls(MeterRegistry registry, String function, String outcome, String exception) {
		return registry.get("multifrost.client.calls")
			.tags("worker", "math", "namespace", "default", "function", function, "outcome", outcome, "exception",
					exception)
			.timer()
			.count();
	}

	private static Map<String, Set<String>> registered(MeterRegistry registry) {
		Map<String, Set<String>> meters = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			if (meter.getId().getName().startsWith("multifrost.")) {
				meters.put(meter.getId().getName(),
						meter.getId()
							.getTags()
							.stream()
							.map(Tag::getKey)
							.collect(Collectors.toCollection(TreeSet::new)));
			}
		}
		return meters;
	}

	private static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> meters = new TreeMap<>();
		Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/metrics.md")));
		while (rows.find()) {
			meters.put(rows.group(1),
					Arrays.stream(rows.group(2).replace("`", "").split(","))
						.map(String::strip)
						.filter((tag) -> !tag.isEmpty())
						.collect(Collectors.toCollection(TreeSet::new)));
		}
		return meters;
	}

}
