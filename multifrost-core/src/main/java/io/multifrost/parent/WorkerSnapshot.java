package io.multifrost.parent;

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
}
