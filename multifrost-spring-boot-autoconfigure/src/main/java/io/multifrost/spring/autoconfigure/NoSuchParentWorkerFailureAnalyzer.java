package io.multifrost.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.multifrost.spring.NoSuchParentWorkerException;

/**
 * Says how to name a worker that exists.
 */
class NoSuchParentWorkerFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchParentWorkerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoSuchParentWorkerException cause) {
		Class<?> client = cause.client();
		String rename = (client != null) ? "correct the name in @MultifrostClient on " + client.getName()
				: "ask for one of the existing names";
		String choice = cause.existing().isEmpty() ? "" : ", which may be one of " + cause.existing();
		return new FailureAnalysis(cause.getMessage() + ".", "Configure the worker under multifrost.parents."
				+ cause.worker() + " (with script or main-class), or " + rename + choice + ".", cause);
	}

}
