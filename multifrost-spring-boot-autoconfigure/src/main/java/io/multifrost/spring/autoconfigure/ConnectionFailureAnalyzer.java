package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.multifrost.WorkerUnavailableException;

/**
 * Says which properties to look at when a worker that runs by itself does not answer.
 */
class ConnectionFailureAnalyzer extends AbstractFailureAnalyzer<WorkerUnavailableException> {

	private final Environment environment;

	private final @Nullable BeanFactory beanFactory;

	ConnectionFailureAnalyzer(Environment environment, @Nullable BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WorkerUnavailableException cause) {
		ConfiguredConnections connections = new ConfiguredConnections(this.environment);
		String prefix = ParentCommand.prefix(cause.worker());
		String details = detailsOf(cause.worker());
		if (details != null) {
			return analysis(cause,
					"See that the worker which bean '" + details + "' tells of runs, and listens at an address that "
							+ "this application can reach; within a container that is 0.0.0.0, not 127.0.0.1.",
					prefix);
		}
		if (connections.isToEndpoint(cause.worker())) {
			return analysis(cause, "Start the worker, or correct " + prefix + "endpoint.", prefix);
		}
		if (connections.isToService(cause.worker())) {
			return analysis(cause, "See that the service runs and answers, or correct " + prefix + "service-id.",
					prefix);
		}
		return null;
	}

	private @Nullable String detailsOf(String worker) {
		return (this.beanFactory instanceof ConfigurableListableBeanFactory listable)
				? ConnectionDetailsBeans.find(listable).get(worker) : null;
	}

	private static FailureAnalysis analysis(WorkerUnavailableException cause, String first, String prefix) {
		return new FailureAnalysis(cause.getMessage(),
				first + " If it needs more time, raise " + prefix
						+ "start-timeout; if this application is to start without it, set " + prefix
						+ "auto-startup=false and start the worker later.",
				cause);
	}

}
