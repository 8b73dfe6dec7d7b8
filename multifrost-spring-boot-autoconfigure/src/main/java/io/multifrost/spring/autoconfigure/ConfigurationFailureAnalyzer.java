package io.multifrost.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.multifrost.MultifrostException;
import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.spring.InvalidClientException;
import io.multifrost.spring.NoSuchParentWorkerException;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;

/**
 * Says what to change of clients, workers and services that cannot be as they are
 * configured.
 */
class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<MultifrostException> {

	private final Environment environment;

	ConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MultifrostException cause) {
		if (cause instanceof InvalidConfigurationException invalid) {
			return new FailureAnalysis(invalid.problem(), invalid.action(), cause);
		}
		if (cause instanceof InvalidClientException client) {
			return new FailureAnalysis(cause.getMessage() + ".", action(client), cause);
		}
		if (cause instanceof NoSuchParentWorkerException worker) {
			return new FailureAnalysis(cause.getMessage() + ".", action(worker), cause);
		}
		if (cause instanceof ServiceAlreadyRunningException service) {
			return new FailureAnalysis(cause.getMessage(), action(service), cause);
		}
		if (cause instanceof ServiceNotFoundException service) {
			return new FailureAnalysis(cause.getMessage(), action(service), cause);
		}
		// It may be what another one was caused by.
		return (cause.getCause() != null) ? analyze(cause.getCause()) : null;
	}

	private static String action(InvalidClientException client) {
		return "Change " + client.client().getName()
				+ ": a client is an interface without type parameters, whose methods "
				+ "return a value, void, Optional, CompletableFuture with a type argument or, where Reactor is on the "
				+ "class path, Mono with a type argument; its timeout is a duration such as 5s.";
	}

	private static String action(NoSuchParentWorkerException worker) {
		Class<?> client = worker.client();
		String rename = (client != null) ? "correct the name in @MultifrostClient on " + client.getName()
				: "ask for one of the existing names";
		String choice = worker.existing().isEmpty() ? "" : ", which may be one of " + worker.existing();
		return "Configure the worker under multifrost.parents." + worker.worker() + " (with script or main-class), or "
				+ rename + choice + ".";
	}

	private static String action(ServiceAlreadyRunningException service) {
		String remedy = (service.pid() == ProcessHandle.current().pid())
				? "Close the other application context of this process that serves it (tests keep theirs for later ones)"
				: "Stop process " + service.pid();
		return remedy + ", or give this service another id than '" + service.serviceId()
				+ "', with multifrost.worker.service-id or the serviceId of @MultifrostWorker. To keep "
				+ "services apart altogether, set multifrost.registry.directory.";
	}

	private String action(ServiceNotFoundException service) {
		List<String> workers = new ConfiguredConnections(this.environment).toService(service.serviceId());
		String prefix = ParentCommand.prefix(workers.isEmpty() ? "<name>" : workers.get(0));
		return "Start the service, or correct " + prefix + "service-id. If it is registered in another directory, set "
				+ "multifrost.registry.directory. If it needs more time, raise " + prefix
				+ "start-timeout; if this application is to start without it, or serves it itself, set " + prefix
				+ "auto-startup=false and start the worker later.";
	}

}
