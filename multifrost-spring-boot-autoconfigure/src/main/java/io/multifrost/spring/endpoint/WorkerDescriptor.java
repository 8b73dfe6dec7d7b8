package io.multifrost.spring.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.parent.CallProgress;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.HeartbeatSnapshot;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.calls.CallsDescriptor;
import io.multifrost.spring.calls.Failures;
import io.multifrost.spring.calls.LatencyDescriptor;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSnapshot;

/**
 * A worker that this application calls.
 *
 * @param name its name
 * @param mode whether it is spawned or connected to
 * @param state its state
 * @param protocol the version of the protocol it is spoken to in
 * @param restarts how often an instance was restarted, or connected again
 * @param error why it does not run or was last lost, or {@code null}
 * @param instances its instances
 * @param calls its calls
 * @param heartbeats its heartbeats
 * @param queued how many messages wait to be sent
 * @param maxQueued the most that have waited for one instance at once
 * @param bytesSent how many bytes of messages were sent to it
 * @param bytesReceived how many bytes of messages came from it
 * @param dropped how many of its messages concerned nobody, by reason
 * @param breaker its circuit breaker, or {@code null} if it has none
 */
public record WorkerDescriptor(String name, WorkerMode mode, WorkerState state, ProtocolVersion protocol, long restarts,
		@Nullable ErrorDescriptor error, List<InstanceDescriptor> instances, CallsDescriptor calls,
		HeartbeatsDescriptor heartbeats, int queued, int maxQueued, long bytesSent, long bytesReceived,
		Map<String, Long> dropped, @Nullable CircuitBreakerSnapshot breaker) {

	static WorkerDescriptor of(WorkerSnapshot worker, CallsDescriptor calls, @Nullable CircuitBreakerSnapshot breaker) {
		return new WorkerDescriptor(worker.name(), worker.mode(), worker.state(), worker.protocol(), worker.restarts(),
				ErrorDescriptor.of(worker.failure()), worker.instances().stream().map(InstanceDescriptor::of).toList(),
				calls, HeartbeatsDescriptor.of(worker.heartbeats()), worker.queued(), worker.maxQueued(),
				worker.bytesSent(), worker.bytesReceived(), worker.dropped(), breaker);
	}

	/**
	 * One instance of a worker.
	 *
	 * @param number its number, beginning with 1
	 * @param state its state
	 * @param pid its process id, or {@code null} if there is no process, or it is not
	 * known
	 * @param endpoint the endpoint of its connection, or {@code null} if there is none
	 * @param host the host on which it is, or {@code null} if there is no connection
	 * @param zone its zone, or {@code null} if that is not known
	 * @param runningSince when it became ready, or {@code null} if it does not run
	 * @param uptimeSeconds how long it has been ready, or {@code null} if it is not
	 * @param inFlight how many of its calls wait for an answer
	 * @param progress how far those calls are that have reported it last
	 * @param calls how many calls were sent to the present process
	 * @param restarts how often it was restarted, or connected again
	 * @param error why it was lost, did not start or was given up, or {@code null}
	 */
	public record InstanceDescriptor(int number, WorkerState state, @Nullable Long pid, @Nullable String endpoint,
			@Nullable String host, @Nullable String zone, @Nullable Instant runningSince, @Nullable Long uptimeSeconds,
			int inFlight, List<CallProgress> progress, long calls, long restarts, @Nullable ErrorDescriptor error) {

		static InstanceDescriptor of(InstanceSnapshot instance) {
			Instant since = instance.runningSince();
			return new InstanceDescriptor(instance.number(), instance.state(), instance.pid(), instance.endpoint(),
					instance.host(), instance.zone(), since,
					(since != null) ? Duration.between(since, Instant.now()).toSeconds() : null, instance.inFlight(),
					instance.progress(), instance.calls(), instance.restarts(), ErrorDescriptor.of(instance.failure()));
		}

	}

	/**
	 * What the heartbeats of a worker have shown.
	 *
	 * @param sent how many were sent
	 * @param answered how many were answered
	 * @param missed how many were missed
	 * @param lastAnswer when the last answer came, or {@code null}
	 * @param roundTripMillis how long answers took, or {@code null} if there was none
	 */
	public record HeartbeatsDescriptor(long sent, long answered, long missed, @Nullable Instant lastAnswer,
			@Nullable RoundTripDescriptor roundTripMillis) {

		static HeartbeatsDescriptor of(HeartbeatSnapshot heartbeats) {
			return new HeartbeatsDescriptor(heartbeats.sent(), heartbeats.answered(), heartbeats.missed(),
					heartbeats.lastAnswer(),
					(heartbeats.last() != null) ? new RoundTripDescriptor(millis(heartbeats.minimum()),
							millis(heartbeats.average()), millis(heartbeats.maximum()), millis(heartbeats.last()))
							: null);
		}

		private static double millis(@Nullable Duration duration) {
			return (duration != null) ? LatencyDescriptor.millis(duration.toNanos()) : 0;
		}

		/**
		 * How long the answers to heartbeats took, in milliseconds.
		 *
		 * @param minimum the shortest time
		 * @param average the mean
		 * @param maximum the longest time
		 * @param last that of the last
		 */
		public record RoundTripDescriptor(double minimum, double average, double maximum, double last) {
		}

	}

	/**
	 * Why a worker does not run.
	 *
	 * @param type the type of the exception, without its package
	 * @param message the first line of its message: what follows can be a command line,
	 * which may hold secrets
	 */
	public record ErrorDescriptor(String type, String message) {

		static @Nullable ErrorDescriptor of(@Nullable Throwable failure) {
			return (failure != null)
					? new ErrorDescriptor(failure.getClass().getSimpleName(), Failures.firstLine(failure, "")) : null;
		}

	}

}
