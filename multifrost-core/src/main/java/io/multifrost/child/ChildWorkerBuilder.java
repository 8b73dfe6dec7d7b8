package io.multifrost.child;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.CodecLimits;

/**
 * Collects what a {@link ChildWorker} needs. Not safe for use by several threads.
 */
public final class ChildWorkerBuilder {

	private static final int DEFAULT_CONCURRENCY = Math.max(4, Runtime.getRuntime().availableProcessors());

	private static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private static final int MAX_PORT = 65535;

	private final FunctionTable functions = new FunctionTable();

	private @Nullable Integer port;

	private String namespace = "default";

	private int concurrency = DEFAULT_CONCURRENCY;

	private int queueCapacity = DEFAULT_QUEUE_CAPACITY;

	private Duration drainTimeout = Duration.ofSeconds(4);

	private CodecLimits limits = CodecLimits.DEFAULTS;

	ChildWorkerBuilder() {
	}

	/**
	 * Serve one more object.
	 * @param target the object
	 * @return this builder
	 * @throws IllegalArgumentException if the object has no function, or one that is
	 * served already
	 */
	public ChildWorkerBuilder and(Object target) {
		return and(target, target.getClass());
	}

	/**
	 * Serve one more object, which may be a proxy that stands in for another.
	 * @param target the object, on which the functions are called
	 * @param type the class whose methods are served
	 * @return this builder
	 * @throws IllegalArgumentException if the class has no function, or one that is
	 * served already, or that the object cannot be asked for
	 */
	public ChildWorkerBuilder and(Object target, Class<?> type) {
		this.functions.add(target, type);
		return this;
	}

	/**
	 * Name the port at which the parent listens, instead of reading it from the
	 * environment variable {@code COMLINK_ZMQ_PORT}.
	 * @param port a port of this machine's loopback address
	 * @return this builder
	 * @throws IllegalArgumentException if it is no port
	 */
	public ChildWorkerBuilder port(int port) {
		if (port < 1 || port > MAX_PORT) {
			throw new IllegalArgumentException("port must be from 1 to " + MAX_PORT + ", but is " + port);
		}
		this.port = port;
		return this;
	}

	/**
	 * Name the namespace that the functions are in; calls for others are ignored. By
	 * default {@code default}.
	 * @param namespace the namespace
	 * @return this builder
	 */
	public ChildWorkerBuilder namespace(String namespace) {
		this.namespace = Objects.requireNonNull(namespace, "namespace");
		return this;
	}

	/**
	 * Say how many functions may run at once; 1 runs them one after another, in the order
	 * of their calls. By default the number of processors, and at least 4.
	 * @param concurrency a number of threads
	 * @return this builder
	 */
	public ChildWorkerBuilder concurrency(int concurrency) {
		this.concurrency = positive("concurrency", concurrency);
		return this;
	}

	/**
	 * Say how many calls may wait while all threads are busy; calls beyond that are
	 * answered with an error at once. By default 10,000.
	 * @param queueCapacity a number of calls
	 * @return this builder
	 */
	public ChildWorkerBuilder queueCapacity(int queueCapacity) {
		this.queueCapacity = positive("queueCapacity", queueCapacity);
		return this;
	}

	private static int positive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
		}
		return value;
	}

	/**
	 * Say how long functions may take to finish when the worker ends. By default 4 s, a
	 * little less than a parent waits before it terminates the process.
	 * @param timeout a time, zero to wait for none
	 * @return this builder
	 */
	public ChildWorkerBuilder drainTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("drainTimeout must not be negative, but is " + timeout);
		}
		this.drainTimeout = timeout;
		return this;
	}

	/**
	 * Say what messages may hold, both those that arrive and those that are sent. By
	 * default {@link CodecLimits#DEFAULTS}.
	 * @param limits the limits
	 * @return this builder
	 */
	public ChildWorkerBuilder limits(CodecLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Build the worker without starting it.
	 * @return the worker
	 */
	public ChildWorker build() {
		return new ChildWorker(new ChildSettings(this.port, this.namespace, this.concurrency, this.queueCapacity,
				this.drainTimeout, this.limits), this.functions);
	}

	/**
	 * Build the worker and serve until it ends, as {@link ChildWorker#run()} does.
	 */
	public void run() {
		build().run();
	}

}
