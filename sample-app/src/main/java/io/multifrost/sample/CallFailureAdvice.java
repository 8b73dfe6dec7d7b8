package io.multifrost.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;

/**
 * Tells web clients what went wrong with a call: the function refused it, the worker was
 * too slow, or there is no worker at the moment.
 */
@RestControllerAdvice
class CallFailureAdvice {

	@ExceptionHandler
	ProblemDetail failed(RemoteCallException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, ex.remoteMessage());
	}

	@ExceptionHandler
	ProblemDetail late(CallTimeoutException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail unavailable(MultifrostException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

}
