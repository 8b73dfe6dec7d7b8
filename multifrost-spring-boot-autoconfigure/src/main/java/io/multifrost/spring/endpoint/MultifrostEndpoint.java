package io.multifrost.spring.endpoint;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

import io.multifrost.MultifrostException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.calls.CallStatistics;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.endpoint.WorkerDescriptor.ErrorDescriptor;

/**
 * The actuator endpoint {@code multifrost}: what is known of workers, without command
 * lines and environments, and what can be done with them.
 */
@Endpoint(id = "multifrost")
public final class MultifrostEndpoint {

	/** The type of the audit event of each action. */
	public static final String AUDIT_TYPE = "MULTIFROST_WORKER_ACTION";

	private static final int SHOWN_EVENTS = 50;

	private final ParentWorkers workers;

	private final CallStatistics statistics;

	private final RecentEvents events;

	private final Supplier<List<ServedDescriptor>> served;

	private final @Nullable CircuitBreakers breakers;

	private final ApplicationEventPublisher publisher;

	private final RemoteFunctions functions = new RemoteFunctions();

	/**
	 * Create an endpoint.
	 * @param workers the workers that the application calls
	 * @param statistics what was counted of their calls
	 * @param events their events
	 * @param served the workers that the application is itself
	 * @param breakers their circuit breakers, or {@code null} if there are none
	 * @param publisher is told who has done what with a worker, as audit events
	 */
	public MultifrostEndpoint(ParentWorkers workers, CallStatistics statistics, RecentEvents events,
			Supplier<List<ServedDescriptor>> served, @Nullable CircuitBreakers breakers,
			ApplicationEventPublisher publisher) {
		this.workers = workers;
		this.statistics = statistics;
		this.events = events;
		this.served = served;
		this.breakers = breakers;
		this.publisher = publisher;
	}

	/**
	 * Describe all workers. Asks none of them anything.
	 * @return the workers
	 */
	@ReadOperation
	public MultifrostDescriptor workers() {
		return new MultifrostDescriptor(this.workers.stream().map(this::describe).toList(), this.served.get(),
				this.events.latest((event) -> true, SHOWN_EVENTS));
	}

	/**
	 * Describe one worker, and ask it for its functions.
	 * @param worker the name of the worker
	 * @return the worker, or {@code null} if there is none of the name
	 */
	@ReadOperation
	public @Nullable WorkerDetailsDescriptor worker(@Selector String worker) {
		if (!this.workers.names().contains(worker)) {
			return null;
		}
		ParentWorker found = this.workers.get(worker);
		return new WorkerDetailsDescriptor(describe(found), this.functions.of(found),
				this.events.latest((event) -> event.worker().equals(worker), SHOWN_EVENTS));
	}

	private WorkerDescriptor describe(ParentWorker worker) {
		WorkerSnapshot snapshot = worker.snapshot();
		return WorkerDescriptor.of(snapshot, this.statistics.describe(snapshot),
				(this.breakers != null) ? this.breakers.snapshot(worker.name()) : null);
	}

	/**
	 * Do something with a worker, and wait until it is done. An audit event tells who has
	 * done it, whatever became of it.
	 * @param worker the name of the worker
	 * @param security who asks for it; not the last parameter, since springdoc takes that
	 * for the body
	 * @param action what to do
	 * @return what became of it
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String worker, SecurityContext security, WorkerAction action) {
		if (!this.workers.names().contains(worker)) {
			throw new InvalidEndpointRequestException("There is no worker '" + worker + "'",
					"There is no worker '" + worker + "', but " + this.workers.names());
		}
		ParentWorker found = this.workers.get(worker);
		ErrorDescriptor error = null;
		try {
			act(found, action);
		}
		catch (MultifrostException | IllegalStateException ex) {
			error = ErrorDescriptor.of(ex);
		}
		audit(worker, action, error == null, security.getPrincipal());
		return new ActionDescriptor(worker, action, error == null, error, found.state());
	}

	private void audit(String worker, WorkerAction action, boolean done, @Nullable Principal principal) {
		this.publisher
			.publishEvent(new AuditApplicationEvent(new AuditEvent((principal != null) ? principal.getName() : null,
					AUDIT_TYPE, Map.of("worker", worker, "action", action.name(), "done", done))));
	}

	private void act(ParentWorker worker, WorkerAction action) {
		switch (action) {
			case START -> worker.start();
			case STOP -> worker.stop();
			case RESTART -> worker.restart();
			case RESET_BREAKER -> Assert.state(this.breakers != null && this.breakers.reset(worker.name()),
					() -> "Worker '" + worker.name() + "' has no circuit breaker");
		}
	}

}
