package io.multifrost.spring.autoconfigure;

import java.util.List;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.multifrost.ServiceNotFoundException;

/**
 * Says which properties to look at when a service is not there.
 */
class ServiceNotFoundFailureAnalyzer extends AbstractFailureAnalyzer<ServiceNotFoundException> {

	private final Environment environment;

	ServiceNotFoundFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServiceNotFoundException cause) {
		List<String> workers = new ConfiguredConnections(this.environment).toService(cause.serviceId());
		String prefix = ParentCommand.prefix(workers.isEmpty() ? "<name>" : workers.get(0));
		return new FailureAnalysis(cause.getMessage(),
				"Start the service, or correct " + prefix + "service-id. If it is registered in another directory, set "
						+ "multifrost.registry.directory. If it needs more time, raise " + prefix
						+ "start-timeout; if this application is to start without it, or serves it itself, set "
						+ prefix + "auto-startup=false and start the worker later.",
				cause);
	}

}
