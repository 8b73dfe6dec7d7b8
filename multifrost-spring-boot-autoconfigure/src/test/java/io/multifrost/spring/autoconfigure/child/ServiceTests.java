package io.multifrost.spring.autoconfigure.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.child.CallContext;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that serve their beans as services, and for those that call
 * them.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServiceTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	private Path temporary;

	@Test
	void aServiceIsCalledByItsId() {
		service("multifrost.worker.service-id=greetings").withBean(Greeter.class)
			.run((service) -> parent("multifrost.parents.greeter.service-id=greetings").run((context) -> {
				ParentWorker greeter = context.getBean("greeter", ParentWorker.class);
				assertThat(greeter.call("greet", String.class, "Ada")).isEqualTo("Hello Ada");
			}));
	}

	@Test
	void aServiceIsCalledByItsEndpoint() {
		service("multifrost.worker.service-id=greetings").withBean(Greeter.class).run((service) -> {
			int port = registered("greetings").port();
			parent("multifrost.parents.greeter.endpoint=tcp://127.0.0.1:" + port).run((context) -> {
				ParentWorker greeter = context.getBean("greeter", ParentWorker.class);
				assertThat(greeter.call("greet", String.class, "Ada")).isEqualTo("Hello Ada");
			});
		});
	}

	@Test
	void eachServiceIdHasASocketOfItsOwn() {
		service("multifrost.worker.service-id=greetings", "other.id=numbers").withBean(Greeter.class)
			.withBean(Numbers.class)
			.run((service) -> {
				assertThat(registered("greetings").port()).isNotEqualTo(registered("numbers").port());
				parent("multifrost.parents.greeter.service-id=greetings",
						"multifrost.parents.numbers.service-id=numbers")
					.run((context) -> {
						assertThat(context.getBean("greeter", ParentWorker.class).call("greet", String.class, "Ada"))
							.isEqualTo("Hello Ada");
						assertThat(context.getBean("numbers", ParentWorker.class).call("next", Integer.class, 1))
							.isEqualTo(2);
					});
			});
	}

	@Test
	void namespacesOfOneServiceShareItsSocket() {
		service("multifrost.worker.service-id=both", "first.namespace=one", "second.namespace=two")
			.withBean(First.class)
			.withBean(Second.class)
			.run((service) -> parent("multifrost.parents.both.service-id=both").run((context) -> {
				ParentWorker both = context.getBean("both", ParentWorker.class);
				CallOptions options = CallOptions.DEFAULTS.withTimeout(LONG);
				assertThat(both.call(options.withNamespace("one"), "who", String.class)).isEqualTo("first");
				assertThat(both.call(options.withNamespace("two"), "who", String.class)).isEqualTo("second");
			}));
	}

	@Test
	void aFunctionThatIsServedTwiceIsRefusedWithBothMethodsAndTheService() {
		service("multifrost.worker.service-id=both", "first.namespace=same", "second.namespace=same")
			.withBean(First.class)
			.withBean(Second.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("'who'")
					.hasMessageContaining("'same'")
					.hasMessageContaining("First")
					.hasMessageContaining("Second");
				assertThat(context).getFailure().hasStackTraceContaining("cannot be served as service 'both'");
				assertThat(registry().find("both")).isEmpty();
			});
	}

	@Test
	void beansWithoutAServiceIdAreNotServedAndTheLogSaysHowTheyWouldBe(CapturedOutput output) {
		service().withBean("greeter", Greeter.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ChildWorkerLifecycle.class).isRunning()).isFalse();
			assertThat(output).containsOnlyOnce("beans [greeter] are not served")
				.contains("multifrost.worker.service-id");
		});
	}

	@Test
	void nothingIsStartedAndNoFileIsTouchedWithoutWorkerBeans() {
		service("multifrost.worker.service-id=greetings").run((context) -> {
			assertThat(context).hasSingleBean(ServiceRegistry.class);
			assertThat(context.getBean(ChildWorkerLifecycle.class).isRunning()).isFalse();
			assertThat(directory()).doesNotExist();
		});
	}

	@Test
	void theRegistryOfTheApplicationIsUsedByBothSides() {
		FileServiceRegistry own = FileServiceRegistry.inDirectory(this.temporary.resolve("own"));
		service("multifrost.worker.service-id=greetings").withBean(ServiceRegistry.class, () -> own)
			.withBean(Greeter.class)
			.run((service) -> {
				assertThat(own.find("greetings")).isPresent();
				assertThat(directory()).doesNotExist();
				parent("multifrost.parents.greeter.service-id=greetings").withBean(ServiceRegistry.class, () -> own)
					.run((context) -> assertThat(context).hasNotFailed());
			});
	}

	@Test
	void aPortOfTheRangeIsTaken() {
		service("multifrost.worker.service-id=greetings", "multifrost.worker.port-range=23000-23999")
			.withBean(Greeter.class)
			.run((context) -> assertThat(registered("greetings").port()).isBetween(23000, 23999));
	}

	@Test
	void aServiceIdThatIsTakenFailsTheStart() {
		service("multifrost.worker.service-id=greetings").withBean(Greeter.class)
			.run((first) -> service("multifrost.worker.service-id=greetings").withBean(Greeter.class)
				.run((second) -> assertThat(second).getFailure()
					.hasRootCauseInstanceOf(ServiceAlreadyRunningException.class)));
	}

	@Test
	void whenOneServiceCannotStartTheOthersAreWithdrawn() {
		service("multifrost.worker.service-id=numbers").withBean(Greeter.class)
			.run((first) -> service("multifrost.worker.service-id=greetings", "other.id=numbers")
				.withBean(Greeter.class)
				.withBean(Numbers.class)
				.run((second) -> {
					assertThat(second).hasFailed();
					assertThat(registry().find("greetings")).isEmpty();
				}));
	}

	@Test
	void aCallThatRunsIsAnsweredWhenTheApplicationCloses() {
		Slow slow = new Slow();
		CompletableFuture<String> closing = new CompletableFuture<>();
		service("multifrost.worker.service-id=slow").withBean(Slow.class, () -> slow)
			.run((service) -> parent("multifrost.parents.slow.service-id=slow").run((context) -> {
				CompletableFuture<String> answer = context.getBean("slow", ParentWorker.class)
					.callAsync("slowly", String.class);
				slow.running.await();
				Thread closer = new Thread(() -> {
					service.close();
					closing.complete("closed");
				});
				closer.start();
				await().atMost(LONG).until(() -> registry().find("slow").isEmpty());
				assertThat(closing).isNotDone();
				slow.finish.countDown();
				assertThat(answer).succeedsWithin(LONG).isEqualTo("finished");
				assertThat(closing).succeedsWithin(LONG);
			}));
	}

	@Test
	void aFunctionIsGivenTheContextOfItsCall() {
		service("multifrost.worker.service-id=greetings").withBean(Greeter.class)
			.run((service) -> parent("multifrost.parents.greeter.service-id=greetings",
					"multifrost.parents.greeter.client-name=tests")
				.run((context) -> {
					CallOptions options = CallOptions.DEFAULTS.withMetadata("correlation_id", "abc");
					assertThat(context.getBean("greeter", ParentWorker.class)
						.call(options, "correlation", String.class, "id")).isEqualTo("id abc tests");
				}));
	}

	@Test
	void aServiceThatIsNotThereFailsTheStart() {
		parent("multifrost.parents.greeter.service-id=greetings", "multifrost.parents.greeter.start-timeout=300ms")
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(ServiceNotFoundException.class));
	}

	@Test
	void aServiceThatIsNotThereYetMayBeStartedLater() {
		parent("multifrost.parents.greeter.service-id=greetings", "multifrost.parents.greeter.auto-startup=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				service("multifrost.worker.service-id=greetings").withBean(Greeter.class).run((service) -> {
					ParentWorker greeter = context.getBean("greeter", ParentWorker.class);
					greeter.start();
					assertThat(greeter.call("greet", String.class, "Ada")).isEqualTo("Hello Ada");
				});
			});
	}

	@Test
	void anApplicationWithoutWebServerIsKeptAliveUntilItIsClosed() {
		// Contexts that other tests have left open have their own
		long before = keepAliveThreads();
		service("multifrost.worker.service-id=greetings").withBean(Greeter.class)
			.run((context) -> assertThat(keepAliveThreads()).isEqualTo(before + 1));
		await().atMost(LONG).until(() -> keepAliveThreads() == before);
	}

	private static long keepAliveThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("multifrost-keep-alive"))
			.filter((thread) -> !thread.isDaemon())
			.count();
	}

	private ApplicationContextRunner service(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostChildAutoConfiguration.class))
			.withPropertyValues("multifrost.registry.directory=" + directory())
			.withPropertyValues(properties);
	}

	private ApplicationContextRunner parent(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.registry.directory=" + directory())
			.withPropertyValues(properties);
	}

	private Path directory() {
		return this.temporary.resolve("registry");
	}

	private FileServiceRegistry registry() {
		return FileServiceRegistry.inDirectory(directory());
	}

	private ServiceEntry registered(String serviceId) {
		return registry().find(serviceId).orElseThrow();
	}

	@MultifrostWorker
	public static class Greeter {

		public String greet(String name) {
			return "Hello " + name;
		}

		public String correlation(String prefix, CallContext context) {
			return prefix + " " + context.correlationId() + " " + context.clientName();
		}

	}

	@MultifrostWorker(serviceId = "${other.id}")
	public static class Numbers {

		public int next(int number) {
			return number + 1;
		}

	}

	@MultifrostWorker(namespace = "${first.namespace}")
	public static class First {

		public String who() {
			return "first";
		}

	}

	@MultifrostWorker(namespace = "${second.namespace}")
	public static class Second {

		public String who() {
			return "second";
		}

	}

	@MultifrostWorker
	public static class Slow {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch finish = new CountDownLatch(1);

		public String slowly() throws InterruptedException {
			this.running.countDown();
			this.finish.await();
			return "finished";
		}

	}

}
