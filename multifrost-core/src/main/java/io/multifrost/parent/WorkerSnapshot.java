package io.multifrost.parent;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;

/**
 * The state of a worker and its counts at one moment. Counts begin when the worker is
 * built, and go on over restarts.
 *
 * @param name the name of the worker
 * @param mode how it is reached
 * @param state its state: that of its instances taken together
 * @param protocol the version of the protocol it is spoken to in
 * @param inFlight how many calls wait for an answer
 * @param queued how many messages wait to be sent, since the worker does not read as fast
 * @param maxQueued the most that have waited for one instance at once
 * @param restarts how often an instance was restarted, or connected again
 * @param bytesSent how many bytes of messages were handed over to be sent
 * @param bytesReceived how many bytes of messages have arrived
 * @param dropped how many messages concerned nobody, by reason
 * @param heartbeats what heartbeats have shown
 * @param failure why the worker is not running or was last lost, or {@code null}
 * @param instances its instances
 */
public record WorkerSnapshot(String name, WorkerMode mode, WorkerState state, ProtocolVersion protocol, int inFlight,
		int queued, int maxQueued, long restarts, long bytesSent, long bytesReceived, Map<String, Long> dropped,
		HeartbeatSnapshot heartbeats, @Nullable Throwable failure, List<InstanceSnapshot> instances) {

	/**
	 * The state of one instance of a worker at one moment.
	 *
	 * @param number the number of the instance, beginning with 1
	 * @param state its state
	 * @param pid the process id, or {@code null} if there is no process, or it is not
	 * known
	 * @param endpoint the endpoint of its connection, or {@code null} if there is none
	 * @param zone where it is, as the registry names places, or {@code null} if that is
	 * not known
	 * @param runningSince when it became ready, or {@code null} if it does not run
	 * @param inFlight how many of its calls wait for an answer
	 * @param progress how far those calls are that have reported it last, where somebody
	 * listens; 50 of them at most
	 * @param calls how many calls were sent to the present process
	 * @param restarts how often it was restarted, or connected again
	 * @param failure why it was lost, did not start or was given up, or {@code null}
	 */
	public record InstanceSnapshot(int number, WorkerState state, @Nullable Long pid, @Nullable String endpoint,
			@Nullable String zone, @Nullable Instant runningSince, int inFlight, List<CallProgress> progress,
			long calls, long restarts, @Nullable Throwable failure) {

		/**
		 * Return the host on which it is.
		 * @return the name or address, or {@code null} if there is no connection
		 */
		public @Nullable String host() {
			return (this.endpoint != null) ? URI.create(this.endpoint).getHost() : null;
		}

	}

	/**
	 * What the heartbeats of a worker have shown since it was built, over all its
	 * instances and restarts.
	 *
	 * @param sent how many heartbeats were sent
	 * @param answered how many of them were answered
	 * @param missed how many were not answered in time while no call kept the worker busy
	 * @param lastAnswer when the last answer came, or {@code null} if none has
	 * @param last the round trip of the last answer, or {@code null}
	 * @param minimum the shortest round trip, or {@code null}
	 * @param average the mean of all round trips, or {@code null}
	 * @param maximum the longest round trip, or {@code null}
	 */
	public record HeartbeatSnapshot(long sent, long answered, long missed, @Nullable Instant lastAnswer,
			@Nullable Duration last, @Nullable Duration minimum, @Nullable Duration average,
			@Nullable Duration maximum) {
	}

	/**
	 * How a parent reaches a worker.
	 */
	public enum WorkerMode {

		/**
		 * The worker is a process that the parent starts, watches and stops.
		 */
		SPAWN,

		/**
		 * The worker runs by itself, and the parent connects to it.
		 */
		CONNECT

	}

}
