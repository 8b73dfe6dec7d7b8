package io.multifrost.parent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The state of one instance of a worker at one moment.
 *
 * @param number the number of the instance, beginning with 1
 * @param state its state
 * @param pid the process id, or {@code null} if there is no process, or it is not known
 * @param endpoint the endpoint of its connection, or {@code null} if there is none
 * @param runningSince when it became ready, or {@code null} if it does not run
 * @param inFlight how many of its calls wait for an answer
 * @param calls how many calls were sent to the present process
 * @param restarts how often it was restarted, or connected again
 * @param failure why it was lost, did not start or was given up, or {@code null}
 */
public record InstanceSnapshot(int number, WorkerState state, @Nullable Long pid, @Nullable String endpoint,
		@Nullable Instant runningSince, int inFlight, long calls, long restarts, @Nullable Throwable failure) {
}
