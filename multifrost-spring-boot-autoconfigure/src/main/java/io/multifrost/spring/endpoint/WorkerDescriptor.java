package io.multifrost.spring.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.calls.CallsDescriptor;
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

}
