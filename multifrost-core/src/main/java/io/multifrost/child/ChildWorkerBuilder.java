package io.multifrost.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.ValueConverter;
import io.multifrost.internal.Namespaces;
import io.multifrost.internal.serving.ChildSettings;
import io.multifrost.internal.serving.FunctionTable;
import io.multifrost.internal.value.JacksonMapper;

/**
 * Collects what a {@link ChildWorker} needs. Not safe for use by several threads.
 */
public final class ChildWorkerBuilder extends AttachmentBuilder<ChildWorkerBuilder> {

	private static final int DEFAULT_CONCURRENCY = Math.max(4, Runtime.getRuntime().availableProcessors());

	private static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private final FunctionTable functions = new FunctionTable();

	private String namespace = Namespaces.DEFAULT;

	private @Nullable Boolean forwardOutput;

	private int concurrency = DEFAULT_CONCURRENCY;

	private int queueCapacity = DEFAULT_QUEUE_CAPACITY;

	private Duration drainTimeout = Duration.ofSeconds(4);

	private boolean interruptFunctions;

	private final List<FunctionInterceptor> interceptors = new ArrayList<>();

	private final List<StreamAdapter> streamAdapters = new ArrayList<>();

	private CodecLimits limits = CodecLimits.DEFAULTS;

	private @Nullable JsonMapper jsonMapper;

	private final List<ValueConverter<?, ?>> valueConverters = new ArrayList<>();

	ChildWorkerBuilder() {
	}

	ChildWorkerBuilder functions(Map<String, ? extends CallHandler> functions) {
		if (functions.isEmpty()) {
			throw new IllegalArgumentException("A worker needs a function: name at least one");
		}
		functions.forEach(this::function);
		return this;
	}

	@Override
	ChildWorkerBuilder self() {
		return this;
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
		return and(target, type, FunctionTable.DEFAULT);
	}

	/**
	 * Serve one more object in a namespace of its own.
	 * @param target the object, on which the functions are called
	 * @param type the class whose methods are served
	 * @param namespace the namespace of its functions
	 * @return this builder
	 * @throws IllegalArgumentException as {@link #and(Object, Class)}
	 */
	public ChildWorkerBuilder and(Object target, Class<?> type, String namespace) {
		this.functions.add(target, type, namespace);
		return this;
	}

	/**
	 * Serve a function that is no method.
	 * @param name the name of the function
	 * @param handler what runs, given whatever the function is called with
	 * @return this builder
	 * @throws IllegalArgumentException if the name is served already, or is one that
	 * cannot be called
	 */
	public ChildWorkerBuilder function(String name, CallHandler handler) {
		this.functions.add(name, handler, FunctionTable.DEFAULT);
		return this;
	}

	/**
	 * Say whether what functions print goes to their caller, instead of to this process's
	 * own output. By default it does in a program that {@linkplain #run() runs} a worker,
	 * and not where the worker is a part of something else.
	 * @param forward whether to forward
	 * @return this builder
	 */
	public ChildWorkerBuilder forwardOutput(boolean forward) {
		this.forwardOutput = forward;
		return this;
	}

	/**
	 * Name the namespace of objects without one of their own; calls for namespaces that
	 * are not served are ignored. By default {@code default}.
	 * @param namespace the namespace
	 * @return this builder
	 */
	public ChildWorkerBuilder namespace(String namespace) {
		this.namespace = Objects.requireNonNull(namespace, "namespace");
		return this;
	}

	/**
	 * Say how many functions may run at once; 1 runs them in the order of their calls,
	 * the next one when the stage that the one before returned is done. With more, one
	 * that has returned a stage counts no longer. By default the number of processors,
	 * and at least 4.
	 * @param concurrency a number of threads
	 * @return this builder
	 */
	public ChildWorkerBuilder concurrency(int concurrency) {
		this.concurrency = positive("concurrency", concurrency);
		return this;
	}

	/**
	 * Say how many calls of one parent may wait while all threads are busy; calls beyond
	 * that are answered with an error at once. By default 10,000.
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
	 * Say whether the thread of a function is interrupted at the deadline of its call, or
	 * when its caller gives it up. By default it is not: code that is not made for
	 * interrupts can be left half done, and channels that it uses are closed. Functions
	 * that returned a stage can look at {@link CallContext#deadline()}. Calls that still
	 * wait for a thread are dropped in either case.
	 * @param interrupt whether to interrupt
	 * @return this builder
	 */
	public ChildWorkerBuilder interruptFunctions(boolean interrupt) {
		this.interruptFunctions = interrupt;
		return this;
	}

	/**
	 * Add an interceptor that stands around each function, inside those that were added
	 * before.
	 * @param interceptor an interceptor
	 * @return this builder
	 */
	public ChildWorkerBuilder interceptor(FunctionInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	/**
	 * Add an adapter for streams that functions return and take, asked after those that
	 * were added before.
	 * @param adapter an adapter
	 * @return this builder
	 */
	public ChildWorkerBuilder streamAdapter(StreamAdapter adapter) {
		this.streamAdapters.add(adapter);
		return this;
	}

	/**
	 * Say what converts records and beans: a mapper with the modules, mix-ins and
	 * settings of the application. What the protocol asks for, such as that no value is
	 * bent to fit, is set on top of them.
	 * @param mapper the application's mapper
	 * @return this builder
	 */
	public ChildWorkerBuilder jsonMapper(JsonMapper mapper) {
		this.jsonMapper = mapper;
		return this;
	}

	/**
	 * Add a converter for a type of one's own, which comes before the mapper, and after
	 * the converters that were added before.
	 * @param converter a converter
	 * @return this builder
	 */
	public ChildWorkerBuilder valueConverter(ValueConverter<?, ?> converter) {
		this.valueConverters.add(converter);
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
	 * @throws IllegalArgumentException if two objects serve the same function of a
	 * namespace
	 */
	public ChildWorker build() {
		return build(Boolean.TRUE.equals(this.forwardOutput));
	}

	private ChildWorker build(boolean forward) {
		ChildSettings settings = new ChildSettings(this.port, this.serviceId, this.registry, this.bindAddress,
				this.ports, this.security, this.concurrency, this.queueCapacity, this.drainTimeout,
				this.interruptFunctions, this.allowShutdown, forward, List.copyOf(this.interceptors), this.limits,
				JacksonMapper.of(this.jsonMapper, this.valueConverters));
		return new ChildWorker(settings, this.functions.complete(this.namespace, List.copyOf(this.streamAdapters)));
	}

	/**
	 * Build the worker and serve until it ends, as {@link ChildWorker#run()} does.
	 */
	public void run() {
		build(!Boolean.FALSE.equals(this.forwardOutput)).run();
	}

}
