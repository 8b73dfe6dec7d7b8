package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.multifrost.ProtocolVersion;
import io.multifrost.message.CodecLimits;
import io.multifrost.process.WorkerLauncher;

/**
 * What a builder has collected for one worker.
 *
 * @param calls how its functions are called
 * @param launcher how a process is spawned
 * @param limits what messages may hold
 * @param maxInFlight how many calls may wait for an answer at once
 * @param maxQueueSize how many bytes may wait to be sent at once
 * @param startTimeout how long the worker may take to answer its first heartbeat
 * @param supervision how the worker's instances are kept running
 * @param heartbeat how the parent finds out that the worker no longer answers
 * @param stopTimeout how long the worker may take to finish when it is asked to stop
 * @param listeners what is told of the worker's life
 * @param messageInspectors what sees each message
 */
record ParentSettings(CallSettings calls, WorkerLauncher launcher, CodecLimits limits, int maxInFlight,
		long maxQueueSize, Duration startTimeout, SupervisionSettings supervision, HeartbeatSettings heartbeat,
		Duration stopTimeout, List<ParentWorkerListener> listeners, List<MessageInspector> messageInspectors) {

	String name() {
		return this.calls.worker();
	}

	ProtocolVersion protocol() {
		return this.calls.protocol();
	}

	Executor callbackExecutor() {
		return this.calls.callbackExecutor();
	}

}
