package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which properties of a worker exclude each other, also where one is a list or a
 * map, of which Spring Boot's own analyzer finds no origin and says nothing.
 */
class ContradictoryParentFailureAnalyzer
		extends AbstractFailureAnalyzer<MutuallyExclusiveConfigurationPropertiesException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			MutuallyExclusiveConfigurationPropertiesException cause) {
		if (cause.getConfiguredNames().stream().noneMatch((name) -> name.startsWith("multifrost.parents."))) {
			return null;
		}
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Remove all but one of " + String.join(", ", cause.getConfiguredNames())
						+ ". A worker is either started or connected to, in one way.",
				cause);
	}

}
