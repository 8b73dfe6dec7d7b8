package io.multifrost.spring.autoconfigure;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.multifrost.MultifrostException;
import io.multifrost.PythonEnvironmentException;
import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.spring.ClientMismatchException;
import io.multifrost.spring.InvalidClientException;
import io.multifrost.spring.NoSuchParentWorkerException;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.NearestName;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.RegistryType;

/**
 * Says what to change of clients, workers and services that cannot be as they are
 * configured, and which properties to look at when a worker did not start or does not
 * answer.
 */
class MultifrostFailureAnalyzer extends AbstractFailureAnalyzer<MultifrostException> {

	private final Environment environment;

	private final @Nullable BeanFactory beanFactory;

	MultifrostFailureAnalyzer(Environment environment, @Nullable BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MultifrostException cause) {
		if (cause instanceof InvalidConfigurationException invalid) {
			return new FailureAnalysis(invalid.problem(), invalid.action(), cause);
		}
		if (cause instanceof ClientMismatchException mismatch) {
			return new FailureAnalysis(cause.getMessage(),
					"Correct the client or the worker's functions. To be warned alone, set "
							+ ParentCommand.prefix(mismatch.worker()) + "client-check=warn.",
					cause);
		}
		// It may be what another one was caused by.
		FailureAnalysis inner = (cause.getCause() != null) ? analyze(cause.getCause()) : null;
		String action = (inner != null) ? null : action(cause);
		return (action != null) ? new FailureAnalysis(sentence(cause.getMessage()), action, cause) : inner;
	}

	private static @Nullable String sentence(@Nullable String message) {
		return (message == null || message.endsWith(".")) ? message : message + ".";
	}

	private @Nullable String action(MultifrostException cause) {
		if (cause instanceof InvalidClientException client) {
			return action(client);
		}
		if (cause instanceof NoSuchParentWorkerException worker) {
			return action(worker);
		}
		if (cause instanceof ServiceAlreadyRunningException service) {
			return action(service);
		}
		if (cause instanceof ServiceNotFoundException service) {
			return action(service);
		}
		if (cause instanceof PythonEnvironmentException python) {
			String prefix = ParentCommand.prefix(Objects.requireNonNullElse(python.worker(), "<name>")) + "python.";
			return "Correct " + prefix + "requirements, " + prefix + "version or " + prefix + "executable. Where "
					+ "multifrost.python.environments is require, make the environment ahead (java -jar <jar> "
					+ "--multifrost.prepare), or set it to create. Where the folder is at fault, name one that this "
					+ "user alone may write to in multifrost.python.directory.";
		}
		if (cause instanceof WorkerStartException start) {
			return action(start);
		}
		return (cause instanceof WorkerUnavailableException unavailable) ? action(unavailable) : null;
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
		String nearest = NearestName.find(worker.worker(), worker.existing(),
				NearestName.likelyMistakes(worker.worker()));
		return ((nearest != null) ? "Did you mean '" + nearest + "'? " : "")
				+ "Configure the worker under multifrost.parents." + worker.worker()
				+ " (with script or main-class), or " + rename + choice + ".";
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
		String prefix = ParentCommand.prefix(MultifrostProperties.of(this.environment)
			.getParents()
			.entrySet()
			.stream()
			.filter((parent) -> service.serviceId().equals(parent.getValue().serviceId()))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse("<name>"));
		String where = (MultifrostProperties.of(this.environment).getRegistry().type() == RegistryType.DISCOVERY)
				? "If its application is registered elsewhere, correct the discovery client's properties."
				: "If it is registered in another directory, set multifrost.registry.directory.";
		return "Start the service, or correct " + prefix + "service-id. " + where + " If it needs more time, raise "
				+ prefix + "start-timeout; if this application is to start without it, or serves it itself, set "
				+ prefix + "auto-startup=false and start the worker later.";
	}

	private @Nullable String action(WorkerUnavailableException cause) {
		String prefix = ParentCommand.prefix(cause.worker());
		ParentProperties parent = MultifrostProperties.of(this.environment).parent(cause.worker());
		String details = (this.beanFactory instanceof ConfigurableListableBeanFactory listable)
				? ConnectionDetailsBeans.find(listable).get(cause.worker()) : null;
		String first = null;
		if (details != null) {
			first = "See that the worker which bean '" + details + "' tells of runs, and listens at an address that "
					+ "this application can reach; within a container that is 0.0.0.0, not 127.0.0.1.";
		}
		else if (parent.endpoint() != null) {
			first = "Start the worker, or correct " + prefix + "endpoint.";
		}
		else if (!parent.instancesAt().isEmpty()) {
			first = "Start one of the instances, or correct " + prefix + "instances-at.";
		}
		else if (parent.serviceId() != null) {
			first = "See that the service runs and answers, or correct " + prefix + "service-id.";
		}
		return (first != null) ? first + " If it needs more time, raise " + prefix
				+ "start-timeout; if this application is to start without it, set " + prefix
				+ "auto-startup=false and start the worker later." : null;
	}

	private static String action(WorkerStartException cause) {
		String prefix = ParentCommand.prefix(Objects.requireNonNullElse(cause.worker(), "<name>"));
		String executable = cause.command().isEmpty() ? "the executable" : cause.command().get(0);
		// A name without a slash is looked for on the PATH instead.
		String relative = (executable.contains("/") && !executable.startsWith("/"))
				? " A relative path follows " + prefix + "directory, or else the directory of this application." : "";
		boolean servesModule = cause.command().contains("multifrost_worker");
		return switch (cause.reason()) {
			case EXECUTABLE_NOT_FOUND -> "Install '" + executable + "', or correct " + prefix + "executable (or "
					+ prefix + "script, where that is run by itself)." + relative
					+ " If the worker is not needed here, set " + prefix + "enabled=false.";
			case NOT_EXECUTABLE ->
				"Run chmod +x on the file; or name the program that runs it, for example python3, in " + prefix
						+ "executable and the file in " + prefix + "script.";
			case SCRIPT_NOT_FOUND ->
				"Correct " + prefix + "script, or set " + prefix + "directory to the directory that it is relative to.";
			case DIRECTORY_NOT_FOUND -> "Create the directory, or correct " + prefix + "directory.";
			case EXITED -> servesModule
					? "Look at the output above for the reason, and at " + prefix
							+ "python: module, script and path say which file it is, executable and version with which "
							+ "Python it runs, and requirements which packages it has."
					: "Look at the output above for the reason: the worker ended by itself. Run the command by hand "
							+ "with COMLINK_ZMQ_PORT set to try it, and see that " + prefix
							+ "executable, script, main-class, arguments and environment are what it needs.";
			case TIMED_OUT -> (servesModule ? "See what the module does while it is imported."
					: "See that the worker connects to the port in its environment variable COMLINK_ZMQ_PORT "
							+ "and answers heartbeats.")
					+ " If it needs more time to start, raise " + prefix + "start-timeout.";
			case STOPPED -> "Nothing is wrong with the worker itself: see why the application was stopped.";
			case OTHER -> "See the cause, and the properties under " + prefix + "*.";
		};
	}

}
