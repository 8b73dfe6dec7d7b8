package io.multifrost.spring.resilient;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for clients whose methods have annotations of Resilience4j.
 */
class Resilience4jAnnotationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class, AopAutoConfiguration.class,
				RetryAutoConfiguration.class, BulkheadAutoConfiguration.class, RateLimiterAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("multifrost.parents.flaky.main-class=" + FlakyWorkerProgram.class.getName(),
				"resilience4j.retry.instances.repeatable.max-attempts=3",
				"resilience4j.retry.instances.repeatable.wait-duration=10ms",
				"resilience4j.bulkhead.instances.narrow.max-concurrent-calls=1",
				"resilience4j.bulkhead.instances.narrow.max-wait-duration=0",
				"resilience4j.ratelimiter.instances.slow.limit-for-period=1",
				"resilience4j.ratelimiter.instances.slow.limit-refresh-period=1h",
				"resilience4j.ratelimiter.instances.slow.timeout-duration=0");

	@Test
	void callsAreRepeatedCountedAndLimitedAsAnnotated() {
		this.contextRunner.run((context) -> {
			ResilientClient client = context.getBean(ResilientClient.class);
			assertThat(client.third()).isEqualTo(3);
			CompletableFuture<Void> first = client.sleep(300);
			assertThat(client.sleep(1)).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withCauseInstanceOf(BulkheadFullException.class);
			assertThat(first).succeedsWithin(Duration.ofSeconds(5));
			assertThat(client.next()).isEqualTo(4);
			assertThatExceptionOfType(RequestNotPermitted.class).isThrownBy(client::next);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Application {

	}

}
