package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.multifrost.WorkerUnavailableException;

/**
 * Says which properties to look at when a worker that runs by itself does not answer.
 */
class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<WorkerUnavailableException> {

	private final Environment environment;

	ConnectionFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WorkerUnavailableException cause) {
		ConfiguredConnections connections = new ConfiguredConnections(this.environment);
		String prefix = ParentCommand.prefix(cause.worker());
		if (connections.isToEndpoint(cause.worker())) {
			return analysis(cause, "Start the worker, or correct " + prefix + "endpoint.", prefix);
		}
		if (connections.isToService(cause.worker())) {
			return analysis(cause, "See that the service runs and answers, or correct " + prefix + "service-id.",
					prefix);
		}
		return null;
	}

	private static FailureAnalysis analysis(WorkerUnavailableException cause, String first, String prefix) {
		return new FailureAnalysis(cause.getMessage(),
				first + " If it needs more time, raise " + prefix
						+ "start-timeout; if this application is to start without it, set " + prefix
						+ "auto-startup=false and start the worker later.",
				cause);
	}

}
