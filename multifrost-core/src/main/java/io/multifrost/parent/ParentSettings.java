package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.message.CodecLimits;
import io.multifrost.process.WorkerLauncher;

/**
 * What a builder has collected for one worker.
 *
 * @param name the name of the worker
 * @param launcher how a process is spawned
 * @param protocol the version that calls are sent in
 * @param limits what messages may hold
 * @param maxInFlight how many calls may wait for an answer at once
 * @param maxQueueSize how many bytes may wait to be sent at once
 * @param startTimeout how long the worker may take to answer its first heartbeat
 * @param supervision how the worker's instances are kept running
 * @param heartbeat how the parent finds out that the worker no longer answers
 * @param stopTimeout how long the worker may take to finish when it is asked to stop
 * @param callDefaults the timeout, namespace and metadata of calls that name none
 * @param clientName the name that calls carry, or {@code null} for none
 * @param callbackExecutor where futures are completed and listeners called
 * @param interceptors what sees each call, outermost first
 * @param listeners what is told of the worker's life
 * @param messageInspectors what sees each message
 * @param returnAdapters what adapts return types of client interfaces, asked in order
 */
record ParentSettings(String name, WorkerLauncher launcher, ProtocolVersion protocol, CodecLimits limits,
		int maxInFlight, long maxQueueSize, Duration startTimeout, SupervisionSettings supervision,
		HeartbeatSettings heartbeat, Duration stopTimeout, CallOptions callDefaults, @Nullable String clientName,
		Executor callbackExecutor, List<CallInterceptor> interceptors, List<ParentWorkerListener> listeners,
		List<MessageInspector> messageInspectors, List<ReturnAdapter> returnAdapters) {
}
