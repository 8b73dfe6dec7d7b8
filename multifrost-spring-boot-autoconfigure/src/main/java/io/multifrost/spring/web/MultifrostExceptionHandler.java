package io.multifrost.spring.web;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.RemoteCallException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerUnavailableException;

/**
 * Answers a web request whose call of a worker has failed with a problem detail (RFC
 * 9457), in Spring MVC and in WebFlux. The answer has no names, messages, traces or
 * output of workers, but for the messages of errors that are given a status: those say
 * what the web client did wrong. Advices of the application come before.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class MultifrostExceptionHandler {

	/** Seconds; about as long as a worker takes to be started again. */
	private static final String RETRY_AFTER = "1";

	private static final Logger logger = LoggerFactory.getLogger(MultifrostExceptionHandler.class);

	private final Map<String, Integer> remoteErrors;

	/**
	 * Create a handler.
	 * @param remoteErrors the status for errors of functions, by their types with or
	 * without the package; all others have 502
	 */
	public MultifrostExceptionHandler(Map<String, Integer> remoteErrors) {
		this.remoteErrors = Map.copyOf(remoteErrors);
	}

	/**
	 * Answer a request.
	 * @param thrown what the controller has thrown: Spring asks here also for what has a
	 * failed call as its cause alone
	 * @return the answer
	 * @throws Exception what is not of this library, for others to handle
	 */
	@ExceptionHandler(MultifrostException.class)
	public ResponseEntity<ProblemDetail> handle(Exception thrown) throws Exception {
		boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
		if ((wrapped ? thrown.getCause() : thrown) instanceof MultifrostException ex) {
			return handle(ex);
		}
		throw thrown;
	}

	private ResponseEntity<ProblemDetail> handle(MultifrostException ex) {
		if (ex instanceof RemoteCallException remote) {
			Integer status = status(remote.remoteType());
			if (status != null) {
				return answer(ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), remote.remoteMessage()),
						new HttpHeaders());
			}
		}
		// What follows the first line can be a command line, or what a worker has printed
		logger.warn("A web request has failed: {}", String.valueOf(ex.getMessage()).lines().findFirst().orElse(""));
		logger.debug("It has failed since", ex);
		HttpHeaders headers = new HttpHeaders();
		if (surelyNotRun(ex)) {
			headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
		}
		return answer(problem(ex), headers);
	}

	private @Nullable Integer status(@Nullable String type) {
		if (type == null) {
			return null;
		}
		Integer exact = this.remoteErrors.get(type);
		return (exact != null) ? exact : this.remoteErrors.get(ClassUtils.getShortName(type));
	}

	private static ProblemDetail problem(MultifrostException ex) {
		if (ex instanceof CallTimeoutException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, "A worker did not answer in time.");
		}
		if (ex instanceof WorkerUnavailableException || ex instanceof ServiceNotFoundException
				|| ex instanceof WorkerStartException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"A worker is not available at the moment.");
		}
		if (ex instanceof WorkerExitedException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "A worker ended before it had answered.");
		}
		if (ex instanceof RemoteCallException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "A worker answered with an error.");
		}
		if (ex instanceof ProtocolException protocol && protocol.reason() != ProtocolException.Reason.LIMIT) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "The answer of a worker cannot be read.");
		}
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, "A worker could not be called.");
	}

	/**
	 * Whether the same request may be sent again without the call being run twice.
	 */
	private static boolean surelyNotRun(MultifrostException ex) {
		return (ex instanceof WorkerUnavailableException unavailable) ? unavailable.isRefused()
				: ex instanceof ServiceNotFoundException;
	}

	private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
		return ResponseEntity.status(problem.getStatus()).headers(headers).body(problem);
	}

}
