package io.multifrost.spring.endpoint;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;

/**
 * One instance of a worker.
 *
 * @param number its number, beginning with 1
 * @param state its state
 * @param pid its process id, or {@code null} if there is no process, or it is not known
 * @param endpoint the endpoint of its connection, or {@code null} if there is none
 * @param runningSince when it became ready, or {@code null} if it does not run
 * @param uptimeSeconds how long it has been ready, or {@code null} if it is not
 * @param inFlight how many of its calls wait for an answer
 * @param calls how many calls were sent to the present process
 * @param restarts how often it was restarted, or connected again
 * @param error why it was lost, did not start or was given up, or {@code null}
 */
public record InstanceDescriptor(int number, WorkerState state, @Nullable Long pid, @Nullable String endpoint,
		@Nullable Instant runningSince, @Nullable Long uptimeSeconds, int inFlight, long calls, long restarts,
		@Nullable ErrorDescriptor error) {

	static InstanceDescriptor of(InstanceSnapshot instance) {
		Instant since = instance.runningSince();
		return new InstanceDescriptor(instance.number(), instance.state(), instance.pid(), instance.endpoint(), since,
				(since != null) ? Duration.between(since, Instant.now()).toSeconds() : null, instance.inFlight(),
				instance.calls(), instance.restarts(), ErrorDescriptor.of(instance.failure()));
	}

}
