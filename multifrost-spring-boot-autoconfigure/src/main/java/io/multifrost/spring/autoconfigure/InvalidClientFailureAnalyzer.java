package io.multifrost.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.multifrost.spring.InvalidClientException;

/**
 * Says what a client interface has to be like.
 */
class InvalidClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClientException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidClientException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", "Change " + cause.client().getName()
				+ ": a client is an interface without type parameters, whose methods "
				+ "return a value, void, Optional, CompletableFuture with a type argument or, where Reactor is on the "
				+ "class path, Mono with a type argument; its timeout is a duration such as 5s.", cause);
	}

}
