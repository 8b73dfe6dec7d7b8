package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.multifrost.Compression;
import io.multifrost.ProtocolVersion;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;

/**
 * What holds for all workers that this application calls and say nothing else.
 *
 * @param autoRestart Whether a spawned worker that dies, or no longer answers, is started
 * again.
 * @param whileRestarting What happens to calls while a lost worker is restarted or looked
 * for: they fail, or wait as long as their own timeout and recovery-wait allow.
 * @param recoveryWait Time that a call waits for a worker that was lost, before it fails;
 * zero means not at all, unless while-restarting is wait.
 * @param instances Number of processes of a worker, or of connections to each instance of
 * a service.
 * @param maxCalls Number of calls after which a process is replaced by a fresh one; zero
 * means any number.
 * @param maxAge Age at which a process is replaced by a fresh one; zero means any age.
 * @param drainTimeout Time that a process that was replaced may take to finish its calls,
 * before it is stopped.
 * @param autoStartup Whether the worker is started together with the application, unless
 * a test has replaced all clients that call it.
 * @param clientCheck What becomes of clients whose methods do not fit the functions that
 * the worker describes: the start fails, a warning tells of them, or nobody looks; only a
 * warning where the worker comes up later.
 * @param protocol Version of the wire protocol in which calls are sent.
 * @param namespace Namespace in which functions are called.
 * @param clientName Name that calls carry for the worker to see.
 * @param callTimeout Time that a call may take; without limit where it is zero, or not
 * set, of which a warning tells.
 * @param itemTimeout Time that the reader of a stream waits for its next item; zero means
 * without limit.
 * @param startTimeout Time that a worker may take from its start to its first answer.
 * @param stopTimeout Time that a worker may take to finish what runs when it is stopped,
 * before it is terminated.
 * @param maxInFlight Number of calls that may wait for an answer at once; a call beyond
 * that is refused.
 * @param maxQueueSize Size of the messages that may wait to be sent to a worker that does
 * not read; a call beyond that is refused.
 * @param compression How arguments and results are compressed where a worker runs on
 * another machine; zstd needs com.github.luben:zstd-jni.
 * @param compressionThreshold Size above which a value is compressed.
 * @param filesThreshold Size from which on arrays of numbers and bytes are in a file that
 * is shared with a spawned worker, instead of in a message; zero means never.
 * @param restart How often and how soon a lost worker is started again.
 * @param heartbeat How it is found out that a worker no longer answers.
 * @param circuitBreaker When calls of a worker that fails are refused without being sent.
 * @param limits Limits of what messages may hold.
 */
public record ParentDefaults(@DefaultValue("false") boolean autoRestart, @Nullable WhileRestarting whileRestarting,
		@DefaultValue("0s") Duration recoveryWait, @DefaultValue("1") int instances, @DefaultValue("0") long maxCalls,
		@DefaultValue("0s") Duration maxAge, @DefaultValue("30s") Duration drainTimeout, @Nullable Boolean autoStartup,
		@DefaultValue("fail") ClientCheck clientCheck, @DefaultValue("v3") ProtocolVersion protocol,
		@DefaultValue("default") String namespace, @Nullable String clientName, @Nullable Duration callTimeout,
		@DefaultValue("0s") Duration itemTimeout, @DefaultValue("10s") Duration startTimeout,
		@DefaultValue("5s") Duration stopTimeout, @DefaultValue("10000") int maxInFlight,
		@DefaultValue("256MB") DataSize maxQueueSize, @DefaultValue("none") Compression compression,
		@DefaultValue("16KB") DataSize compressionThreshold, @DefaultValue("1MB") DataSize filesThreshold,
		@DefaultValue Restart restart, @DefaultValue Heartbeat heartbeat, @DefaultValue CircuitBreaker circuitBreaker,
		@DefaultValue Limits limits) {

	/**
	 * How often and how soon a spawned worker that was lost is started again.
	 *
	 * @param maxAttempts Number of attempts within the window before the worker is given
	 * up.
	 * @param window Time within which attempts count.
	 * @param initialBackoff Time before the first attempt, doubled with each that
	 * follows.
	 * @param maxBackoff Longest time before an attempt.
	 * @param jitter Share of the time before an attempt, from 0 to 1, which chance takes
	 * off.
	 * @param stableUptime Time that a worker has to run for its earlier attempts to be
	 * forgiven.
	 */
	public record Restart(@DefaultValue("5") int maxAttempts, @DefaultValue("60s") Duration window,
			@DefaultValue("100ms") Duration initialBackoff, @DefaultValue("10s") Duration maxBackoff,
			@DefaultValue("0.2") double jitter, @DefaultValue("30s") Duration stableUptime) {
	}

	/**
	 * How it is found out that a worker no longer answers.
	 *
	 * @param interval Time between two heartbeats; zero sends none.
	 * @param timeout Time that the answer to a heartbeat may take.
	 * @param maxMisses Number of answers in a row that may be missing before the worker
	 * counts as unresponsive.
	 */
	public record Heartbeat(@DefaultValue("5s") Duration interval, @DefaultValue("3s") Duration timeout,
			@DefaultValue("3") int maxMisses) {
	}

	/**
	 * When calls of a worker that fails are refused without being sent.
	 *
	 * @param enabled Whether the worker has a circuit breaker, where Resilience4j is
	 * there.
	 * @param failureThreshold Number of failures in a row that open the breaker.
	 * @param waitDuration Time for which the breaker is open before a call or a heartbeat
	 * tries whether the worker is back.
	 * @param recordRemoteErrors Whether errors that functions answer with count as
	 * failures.
	 */
	public record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("5") int failureThreshold,
			@DefaultValue("5s") Duration waitDuration, @DefaultValue("false") boolean recordRemoteErrors) {
	}

	/**
	 * Limits of what messages may hold, both those that are sent and those that arrive.
	 *
	 * @param maxMessageSize Size of one message.
	 * @param maxValueSize Size of one string or binary value.
	 * @param maxEntries Number of entries of one array or map.
	 * @param maxDepth Number of levels of arrays and maps within each other.
	 * @param maxFileSize Size of one value in a file that is shared with a spawned
	 * worker.
	 */
	public record Limits(@DefaultValue("64MB") DataSize maxMessageSize, @DefaultValue("10MB") DataSize maxValueSize,
			@DefaultValue("100000") int maxEntries, @DefaultValue("100") int maxDepth,
			@DefaultValue("1GB") DataSize maxFileSize) {
	}

}
