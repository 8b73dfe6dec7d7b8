package io.multifrost.spring.autoconfigure.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.MockMvcWebTestClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import io.multifrost.CallTimeoutException;
import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.RemoteCallException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.spring.web.MultifrostExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MultifrostWebAutoConfiguration}, each in Spring MVC and in WebFlux.
 */
class MultifrostWebAutoConfigurationTests {

	private static final String ON = "multifrost.web.problem-details=true";

	private static final Map<String, MultifrostException> FAILURES = Map.of("remote",
			new RemoteCallException("secret", "hidden", "ValueError: secret\nTraceback: secret"), "late",
			new CallTimeoutException("secret", "hidden", Duration.ofSeconds(1), "secret"), "refused",
			WorkerUnavailableException.refused("secret", "secret", null), "lost",
			new WorkerUnavailableException("secret", "secret"), "exited",
			new WorkerExitedException("secret", 7, 1, Duration.ofSeconds(1), List.of("secret")), "unknown",
			new ServiceNotFoundException("secret", "secret"), "unstarted",
			new WorkerStartException(Reason.EXITED, "secret", List.of("secret"), 1, "secret", null), "unreadable",
			new ProtocolException("secret"), "large", new MessageLimitException("secret", "secret", 2, 1, null),
			"mistyped", new ValueConversionException("secret"));

	@ParameterizedTest
	@CsvSource({ "remote, 502,", "late, 504,", "refused, 503, 1", "lost, 503,", "exited, 502,", "unknown, 503, 1",
			"unstarted, 503,", "unreadable, 502,", "large, 500,", "mistyped, 500," })
	void tellsTheKindOfFailureAndNoInternals(String failure, int status, @Nullable String retryAfter) {
		inBoth((web) -> {
			WebTestClient.ResponseSpec answer = get(web, failure).expectStatus().isEqualTo(status);
			answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
			assertThat(answer.returnResult(String.class).getResponseHeaders().getFirst("Retry-After"))
				.isEqualTo(retryAfter);
			get(web, failure).expectBody(String.class)
				.value((body) -> assertThat(body).containsAnyOf("A worker", "The answer of a worker")
					.doesNotContain("secret", "hidden"));
		}, ON);
	}

	@Test
	void anErrorThatIsGivenAStatusTellsItsMessage() {
		inBoth((web) -> get(web, "remote").expectStatus()
			.isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
			.expectBody(String.class)
			.value((body) -> assertThat(body).contains("\"detail\":\"secret\"").doesNotContain("Traceback", "hidden")),
				ON, "multifrost.web.remote-errors.ValueError=422");
	}

	@Test
	void findsTheFailureOfAFuture() {
		inBoth((web) -> get(web, "future-late").expectStatus().isEqualTo(HttpStatus.GATEWAY_TIMEOUT), ON);
	}

	@Test
	void anExceptionThatAFailureHasLedToIsLeftToOthers() {
		inBoth((web) -> get(web, "wrapped-late").expectStatus().isEqualTo(HttpStatus.NOT_FOUND), ON);
	}

	@Test
	void anAdviceOfTheApplicationComesFirst() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostWebAutoConfiguration.class))
			.withUserConfiguration(Servlet.class, OwnAdvice.class)
			.withPropertyValues(ON)
			.run((context) -> {
				WebTestClient web = MockMvcWebTestClient.bindToApplicationContext(context).build();
				get(web, "late").expectStatus().isEqualTo(HttpStatus.CONFLICT);
				get(web, "remote").expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);
			});
	}

	@Test
	void isOnlyThereWhereItIsAskedFor() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostWebAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MultifrostExceptionHandler.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostWebAutoConfiguration.class))
			.withPropertyValues(ON)
			.run((context) -> assertThat(context).doesNotHaveBean(MultifrostExceptionHandler.class));
	}

	@Test
	void refusesAStatusThatIsNone() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostWebAutoConfiguration.class))
			.withPropertyValues(ON, "multifrost.web.remote-errors.ValueError=200")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("multifrost.web.remote-errors.ValueError is 200"));
	}

	private static WebTestClient.ResponseSpec get(WebTestClient web, String failure) {
		return web.get().uri("/fail/{failure}", failure).exchange();
	}

	private static void inBoth(Consumer<WebTestClient> test, String... properties) {
		AutoConfigurations configuration = AutoConfigurations.of(MultifrostWebAutoConfiguration.class);
		new WebApplicationContextRunner().withConfiguration(configuration)
			.withUserConfiguration(Servlet.class)
			.withPropertyValues(properties)
			.run((context) -> test.accept(MockMvcWebTestClient.bindToApplicationContext(context).build()));
		new ReactiveWebApplicationContextRunner().withConfiguration(configuration)
			.withUserConfiguration(Reactive.class)
			.withPropertyValues(properties)
			.run((context) -> test.accept(WebTestClient.bindToApplicationContext(context).build()));
	}

	@Configuration
	@EnableWebMvc
	static class Servlet {

		@Bean
		Failing failing() {
			return new Failing();
		}

	}

	@Configuration
	@EnableWebFlux
	static class Reactive {

		@Bean
		Failing failing() {
			return new Failing();
		}

	}

	@RestController
	static class Failing {

		@GetMapping("/fail/{failure}")
		String fail(@PathVariable String failure) {
			throw FAILURES.get(failure);
		}

		@GetMapping("/fail/wrapped-{failure}")
		String failWith(@PathVariable String failure) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such", FAILURES.get(failure));
		}

		@GetMapping("/fail/future-{failure}")
		CompletableFuture<String> failLater(@PathVariable String failure) {
			return CompletableFuture.failedFuture(FAILURES.get(failure));
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		ProblemDetail late(CallTimeoutException ex) {
			return ProblemDetail.forStatus(HttpStatus.CONFLICT);
		}

	}

}
