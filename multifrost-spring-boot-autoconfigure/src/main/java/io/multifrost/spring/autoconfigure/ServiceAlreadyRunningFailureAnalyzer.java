package io.multifrost.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.multifrost.ServiceAlreadyRunningException;

/**
 * Says what to change when the id of a service is taken.
 */
class ServiceAlreadyRunningFailureAnalyzer extends AbstractFailureAnalyzer<ServiceAlreadyRunningException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServiceAlreadyRunningException cause) {
		return new FailureAnalysis(cause.getMessage(),
				remedy(cause) + ", or give this service another id than '" + cause.serviceId()
						+ "', with multifrost.worker.service-id or the serviceId of @MultifrostWorker. To keep "
						+ "services apart altogether, set multifrost.registry.directory.",
				cause);
	}

	private static String remedy(ServiceAlreadyRunningException cause) {
		return (cause.pid() == ProcessHandle.current().pid())
				? "Close the other application context of this process that serves it (tests keep theirs for later ones)"
				: "Stop process " + cause.pid();
	}

}
