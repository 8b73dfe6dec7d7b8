package io.multifrost.spring.autoconfigure.endpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.RemoteCallException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.CallProgress;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ProgressListener;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.calls.CallStatistics;
import io.multifrost.spring.calls.CallsDescriptor;
import io.multifrost.spring.endpoint.ActionDescriptor;
import io.multifrost.spring.endpoint.MultifrostDescriptor.EventDescriptor;
import io.multifrost.spring.endpoint.MultifrostEndpoint;
import io.multifrost.spring.endpoint.ServedDescriptor;
import io.multifrost.spring.endpoint.WorkerAction;
import io.multifrost.spring.endpoint.WorkerDescriptor;
import io.multifrost.spring.endpoint.WorkerDetailsDescriptor;
import io.multifrost.spring.endpoint.WorkerDetailsDescriptor.FunctionsDescriptor.FunctionDescriptor;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MultifrostEndpointAutoConfiguration}.
 */
class MultifrostEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class,
						MultifrostCircuitBreakerAutoConfiguration.class, MultifrostEndpointAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.math.arguments=--password=hunter2",
				"multifrost.parents.math.environment.SECRET=hunter2",
				"management.endpoints.web.exposure.include=multifrost");

	@Test
	void describesTheCallsOfAWorker() {
		this.contextRunner.run((context) -> {
			ParentWorker math = context.getBean(ParentWorker.class);
			for (int i = 0; i < 3; i++) {
				math.call("add", Long.class, i, 1);
			}
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> math.call("missing", Void.class))
				.withMessageContaining("not found");
			CallsDescriptor calls = worker(context.getBean(MultifrostEndpoint.class)).calls();
			assertThat(calls.total()).isEqualTo(4);
			assertThat(calls.succeeded()).isEqualTo(3);
			assertThat(calls.failed()).isEqualTo(1);
			assertThat(calls.errorRate()).isEqualTo(0.25);
			assertThat(calls.failures()).containsEntry("RemoteCallException", 1L);
			assertThat(calls.inFlight()).isZero();
			assertThat(calls.maxInFlight()).isEqualTo(1);
			assertThat(calls.latencyMillis().count()).isEqualTo(4);
			assertThat(calls.latencyMillis().minimum()).isPositive().isLessThanOrEqualTo(calls.latencyMillis().p50());
			assertThat(calls.latencyMillis().p99()).isLessThanOrEqualTo(calls.latencyMillis().maximum() * 1.01);
		});
	}

	@Test
	void showsTheProgressOfCallsThatRun(@TempDir Path directory) throws Exception {
		Path script = Files.writeString(directory.resolve("jobs.py"),
				"import multifrost_worker as m\ndef train():\n m.progress(3, 4)\n while not m.call().cancelled: pass\n");
		List<CallProgress> told = new CopyOnWriteArrayList<>();
		this.contextRunner
			.withPropertyValues("multifrost.parents.jobs.python.script=" + script,
					"multifrost.parents.jobs.python.executable="
							+ Path.of("../target/python/bin/python3").toAbsolutePath().normalize(),
					"multifrost.parents.math.auto-startup=false")
			.withBean(ProgressListener.class, () -> (worker, progress) -> told.add(progress))
			.run((context) -> {
				ParentWorker jobs = context.getBean("jobs", ParentWorker.class);
				CompletableFuture<Void> call = jobs.callAsync("train", Void.class);
				await().until(() -> !told.isEmpty());
				WorkerDescriptor worker = context.getBean(MultifrostEndpoint.class).worker("jobs").worker();
				assertThat(worker.instances().get(0).progress()).isEqualTo(told)
					.containsExactly(new CallProgress(told.get(0).callId(), "train", 3, 4.0, null));
				call.cancel(true);
			});
	}

	@Test
	void asksAWorkerForItsFunctionsWithoutCountingThat() {
		this.contextRunner.run((context) -> {
			MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
			WorkerDetailsDescriptor details = endpoint.worker("math");
			assertThat(details.functions().names()).contains("add", "divide", "sleep");
			assertThat(details.functions().described())
				.contains(new FunctionDescriptor("add(a: long, b: long) -> long", null));
			assertThat(endpoint.worker("math").functions()).isEqualTo(details.functions());
			assertThat(worker(endpoint).calls().total()).isZero();
			assertThat(endpoint.worker("unknown")).isNull();
		});
	}

	@Test
	void stopsStartsAndRestartsAWorker() {
		this.contextRunner.run((context) -> {
			MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
			long pid = context.getBean(ParentWorker.class).pid().orElseThrow();
			assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.STOP))
				.isEqualTo(new ActionDescriptor("math", WorkerAction.STOP, true, null, WorkerState.STOPPED));
			assertThat(endpoint.worker("math").functions().problem()).isEqualTo("The worker does not run");
			assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.START).done()).isTrue();
			ActionDescriptor again = endpoint.act("math", SecurityContext.NONE, WorkerAction.START);
			assertThat(again.done()).isFalse();
			assertThat(again.error().message()).contains("'math'", "RUNNING");
			assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.RESTART).state())
				.isEqualTo(WorkerState.RUNNING);
			assertThat(context.getBean(ParentWorker.class).pid().orElseThrow()).isNotEqualTo(pid);
			await().untilAsserted(() -> assertThat(endpoint.workers().events()).extracting(EventDescriptor::event)
				.contains("worker_start", "worker_stop"));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.act("unknown", SecurityContext.NONE, WorkerAction.STOP));
		});
	}

	@Test
	void tellsWhoHasDoneWhat() {
		List<AuditEvent> events = new CopyOnWriteArrayList<>();
		SecurityContext ada = new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> "ada";
			}

			@Override
			public boolean isUserInRole(String role) {
				return true;
			}

		};
		this.contextRunner.withBean("auditing", ApplicationListener.class, () -> forAudit(events)).run((context) -> {
			MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
			endpoint.act("math", ada, WorkerAction.STOP);
			endpoint.act("math", SecurityContext.NONE, WorkerAction.RESET_BREAKER);
			assertThat(events).extracting(AuditEvent::getType)
				.containsExactly("MULTIFROST_WORKER_ACTION", "MULTIFROST_WORKER_ACTION");
			assertThat(events).extracting(AuditEvent::getPrincipal).containsExactly("ada", "");
			assertThat(events.get(0).getData()).isEqualTo(Map.of("worker", "math", "action", "STOP", "done", true));
			assertThat(events.get(1).getData()).containsEntry("action", "RESET_BREAKER");
		});
	}

	private static ApplicationListener<AuditApplicationEvent> forAudit(List<AuditEvent> events) {
		return new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AuditApplicationEvent event) {
				events.add(event.getAuditEvent());
			}

		};
	}

	@Test
	void showsAndResetsTheBreaker() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		this.contextRunner.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("multifrost.parents.math.auto-startup=false",
					"multifrost.parents.math.circuit-breaker.enabled=false")
			.run((context) -> {
				MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
				assertThat(worker(endpoint).breaker()).isNull();
				assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.RESET_BREAKER).error().message())
					.isEqualTo("Worker 'math' has no circuit breaker");
				CircuitBreaker breaker = registry.circuitBreaker("multifrost-math");
				breaker.transitionToOpenState();
				assertThat(worker(endpoint).breaker().state()).isEqualTo("OPEN");
				assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.RESET_BREAKER).done()).isTrue();
				assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
				assertThat(endpoint.workers().events()).extracting(EventDescriptor::event)
					.containsExactly("circuit_close", "circuit_open");
			});
	}

	@Test
	void keepsCommandLinesAndEnvironmentsToItself() {
		this.contextRunner
			.withPropertyValues("multifrost.parents.math.main-class=", "multifrost.parents.math.executable=/missing",
					"multifrost.parents.math.auto-startup=false")
			.run((context) -> {
				MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
				assertThat(endpoint.act("math", SecurityContext.NONE, WorkerAction.START).error().type())
					.isEqualTo("WorkerStartException");
				await().until(() -> !endpoint.workers().events().isEmpty());
				assertThat(JsonMapper.builder().build().writeValueAsString(endpoint.workers())).contains("worker_stop")
					.doesNotContain("hunter2");
			});
	}

	@Test
	void variablesOfAWorkerStayMaskedWhereValuesAreShown() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(ConfigurationPropertiesReportEndpointAutoConfiguration.class,
					EnvironmentEndpointAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.math.auto-startup=false",
					"management.endpoints.web.exposure.include=*", "management.endpoint.configprops.show-values=always",
					"management.endpoint.env.show-values=always")
			.run((context) -> {
				JsonMapper mapper = JsonMapper.builder().build();
				String properties = mapper
					.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
						.configurationPropertiesWithPrefix("multifrost"));
				assertThat(properties).contains("\"SECRET\":\"******\"").contains("MathWorkerProgram");
				assertThat(properties.replace("--password=hunter2", "")).doesNotContain("hunter2");
				assertThat(mapper.writeValueAsString(context.getBean(EnvironmentEndpoint.class)
					.environmentEntry("multifrost.parents.math.environment.SECRET"))).contains("******")
					.doesNotContain("hunter2");
			});
	}

	@Test
	void describesWhatTheApplicationServes() {
		Logger logger = (Logger) LoggerFactory.getLogger(ChildWorker.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		logger.setLevel(Level.DEBUG);
		try {
			describeAll();
			assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
				.containsOnlyOnce("Serving {shop=[price]}");
		}
		finally {
			logger.setLevel(null);
			logger.detachAppender(log);
		}
	}

	private void describeAll() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(MultifrostChildAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.math.auto-startup=false",
					"multifrost.registry.directory=target/registry-of-endpoint-tests")
			.withBean(Prices.class)
			.run((context) -> {
				List<ServedDescriptor> served = context.getBean(MultifrostEndpoint.class).workers().served();
				assertThat(served).singleElement().satisfies((worker) -> {
					assertThat(worker.serviceId()).isEqualTo("endpoint-prices");
					assertThat(worker.functions()).containsExactly(entry("shop", List.of("price")));
				});
			});
	}

	@Test
	void nothingIsCountedWhereTheEndpointIsNotExposedOrActuatorIsMissing() {
		ApplicationContextRunner stopped = this.contextRunner
			.withPropertyValues("multifrost.parents.math.auto-startup=false");
		stopped.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallStatistics.class));
		stopped.withClassLoader(new FilteredClassLoader(Endpoint.class, CircuitBreakerRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallStatistics.class));
	}

	private static WorkerDescriptor worker(MultifrostEndpoint endpoint) {
		return endpoint.workers().parents().get(0);
	}

	@MultifrostWorker(serviceId = "endpoint-prices", namespace = "shop")
	static class Prices implements InitializingBean, AutoCloseable, Comparable<Prices> {

		public int price(String article) {
			return article.length();
		}

		public void setCurrency(String currency) {
			throw new IllegalStateException("Not to be called by a parent: " + currency);
		}

		@Override
		public void afterPropertiesSet() {
			// Is called by Spring alone
		}

		@Override
		public int compareTo(Prices other) {
			return 0;
		}

		@Override
		public void close() {
			// Is called by Spring alone
		}

	}

}
