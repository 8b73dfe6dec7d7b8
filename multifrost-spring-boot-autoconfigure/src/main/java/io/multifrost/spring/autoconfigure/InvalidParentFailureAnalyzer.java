package io.multifrost.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which properties of a worker to change.
 */
class InvalidParentFailureAnalyzer extends AbstractFailureAnalyzer<InvalidParentException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidParentException cause) {
		return new FailureAnalysis(cause.problem(), cause.action(), cause);
	}

}
