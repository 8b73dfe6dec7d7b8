package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.example.MathClient;
import io.multifrost.spring.example.MathWorkerProgram;
import io.multifrost.spring.reactive.ReactiveMathClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link io.multifrost.spring.MultifrostClient} interfaces.
 */
class MultifrostClientTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
		.withUserConfiguration(ClientsConfiguration.class)
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName());

	@Test
	void clientInterfacesCallTheirWorker() {
		this.contextRunner.run((context) -> {
			MathClient math = context.getBean(MathClient.class);
			assertThat(math.add(10, 20)).isEqualTo(30);
			assertThat(math.find("")).isEmpty();
			assertThat(math.find("x")).contains("found x");
			assertThat(math.divide(1, 4)).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(0.25);
			math.sleep(1);
			assertThat(math.twice(21)).isEqualTo(42);
		});
	}

	@Test
	void aClientIsOneBeanHoweverOftenItIsAskedFor() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.auto-startup=false")
			.run((context) -> assertThat(context.getBean(MathClient.class)).isSameAs(context.getBean("mathClient"))
				.isSameAs(context.getBeanProvider(MathClient.class).getObject()));
	}

	@Test
	void everythingButReactiveResultsWorksWithoutReactor() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Mono.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MathClient.class).add(10, 20)).isEqualTo(30);
			assertThat(context).doesNotHaveBean("multifrostReactiveReturnAdapter");
		});
	}

	@Test
	void aMonoMakesItsCallForEachSubscriberAndForgetsItWhenCancelled() {
		this.contextRunner.withUserConfiguration(ReactiveConfiguration.class).run((context) -> {
			ReactiveMathClient math = context.getBean(ReactiveMathClient.class);
			ParentWorker worker = context.getBean(ParentWorker.class);
			Mono<Long> sum = math.add(1, 2);
			assertThat(worker.inFlight()).isZero();
			assertThat(sum.block()).isEqualTo(3);
			assertThat(sum.block()).isEqualTo(3);
			assertThat(math.find("").blockOptional()).isEmpty();
			Disposable subscription = math.sleep(2_000).subscribe();
			assertThat(worker.inFlight()).isOne();
			subscription.dispose();
			await().untilAsserted(() -> assertThat(worker.inFlight()).isZero());
		});
	}

	@Test
	void theTypeOfAClientIsKnownBeforeItIsMade() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.auto-startup=false").run((context) -> {
			assertThat(context.getBeanNamesForType(MathClient.class)).containsExactly("mathClient");
			assertThat(context.getType("mathClient")).isEqualTo(MathClient.class);
		});
	}

	@Test
	void clientsOfAWorkerThatIsSwitchedOffAreNotThere() {
		this.contextRunner.withUserConfiguration(OptionalConfiguration.class)
			.withPropertyValues("multifrost.parents.math.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context).doesNotHaveBean(MathClient.class);
				assertThat(context.getBean(Injected.class).client()).isNull();
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class ClientsConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients("io.multifrost.spring.reactive")
	static class ReactiveConfiguration {

	}

	record Injected(MathClient client) {
	}

	@Configuration(proxyBeanMethods = false)
	static class OptionalConfiguration {

		@Bean
		Injected injected(ObjectProvider<MathClient> provider, Optional<MathClient> optional) {
			assertThat(optional).isEmpty();
			return new Injected(provider.getIfAvailable());
		}

	}

}
