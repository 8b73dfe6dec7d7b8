package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.call.CallSettings;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.sendqueue.QueueLimits;
import io.multifrost.internal.sharedfile.FilePool;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.MessageInspector;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.process.WorkerLauncher;

/**
 * What a builder has collected for one worker.
 *
 * @param calls how its functions are called
 * @param launcher how a process is spawned
 * @param limits what messages may hold
 * @param mapper converts records and beans
 * @param maxInFlight how many calls may wait for an answer at once, which can change
 * @param maxQueueSize how many bytes may wait to be sent at once
 * @param startTimeout how long the worker may take to answer its first heartbeat
 * @param supervision how the worker's instances are kept running
 * @param heartbeat how the parent finds out that the worker no longer answers
 * @param stopTimeout how long the worker may take to finish when it is asked to stop
 * @param listeners what is told of the worker's life
 * @param messageInspectors what sees each message
 * @param files the files that are shared with its processes, or {@code null} if none are
 * @param keys by which it and services know each other
 */
public record ParentSettings(CallSettings calls, WorkerLauncher launcher, CodecLimits limits, JacksonMapper mapper,
		AtomicInteger maxInFlight, long maxQueueSize, Duration startTimeout, SupervisionSettings supervision,
		HeartbeatSettings heartbeat, Duration stopTimeout, List<ParentWorkerListener> listeners,
		List<MessageInspector> messageInspectors, @Nullable FilePool files, ParentKeys keys) {

	/** Calls that have ended may still be queued, and heartbeats need a little room. */
	private static final long SPARE_MESSAGES = 100;

	public String name() {
		return this.calls.worker();
	}

	public ProtocolVersion protocol() {
		return this.calls.protocol();
	}

	public Executor callbackExecutor() {
		return this.calls.callbackExecutor();
	}

	/**
	 * Return with what the link to the worker is to be opened.
	 */
	LinkOptions linkOptions() {
		int maxMessages = (int) Math.min(Integer.MAX_VALUE, this.maxInFlight.get() + SPARE_MESSAGES);
		// Twice the limit: a message a little beyond it still arrives and fails the call
		// that it belongs to; one far beyond costs its sender the connection.
		return new LinkOptions(2L * this.limits.maxMessageSize(), Duration.ZERO)
			.withQueue(new QueueLimits(this.maxQueueSize, maxMessages));
	}

}
