package io.multifrost.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.internal.Namespaces;
import io.multifrost.internal.Ports;
import io.multifrost.internal.serving.ChildSettings;
import io.multifrost.internal.serving.FunctionTable;
import io.multifrost.internal.serving.PortRange;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Collects what a {@link ChildWorker} needs. Not safe for use by several threads.
 */
public final class ChildWorkerBuilder {

	private static final int DEFAULT_CONCURRENCY = Math.max(4, Runtime.getRuntime().availableProcessors());

	private static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private @Nullable Integer port;

	private final FunctionTable functions = new FunctionTable();

	private String namespace = Namespaces.DEFAULT;

	private @Nullable String serviceId;

	private Supplier<ServiceRegistry> registry = FileServiceRegistry::standard;

	private String bindAddress = "127.0.0.1";

	private PortRange ports = PortRange.ANY;

	private @Nullable Boolean forwardOutput;

	private int concurrency = DEFAULT_CONCURRENCY;

	private int queueCapacity = DEFAULT_QUEUE_CAPACITY;

	private Duration drainTimeout = Duration.ofSeconds(4);

	private boolean interruptFunctions;

	private boolean allowShutdown;

	private final List<FunctionInterceptor> interceptors = new ArrayList<>();

	private CodecLimits limits = CodecLimits.DEFAULTS;

	private JacksonMapper mapper = JacksonMapper.STANDARD;

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
		this.functions.add(target, type, FunctionTable.DEFAULT);
		return this;
	}

	/**
	 * Serve one more object in a namespace of its own.
	 * @param target the object, on which the functions are called
	 * @param type the class whose methods are served
	 * @param namespace the namespace of its functions
	 * @return this builder
	 * @throws IllegalArgumentException if the class has no function, or one that is
	 * served already, or that the object cannot be asked for
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
	 * Name the id under which parents find this worker, where none has started it.
	 * @param serviceId the id
	 * @return this builder
	 */
	public ChildWorkerBuilder serviceId(String serviceId) {
		if (serviceId.isBlank()) {
			throw new IllegalArgumentException("The service id must not be blank");
		}
		this.serviceId = serviceId;
		return this;
	}

	/**
	 * Register the service elsewhere than in the registry that all implementations share.
	 * @param registry where parents look
	 * @return this builder
	 */
	public ChildWorkerBuilder registry(ServiceRegistry registry) {
		this.registry = () -> registry;
		return this;
	}

	/**
	 * Name the address at which the service listens. By default {@code 127.0.0.1}, which
	 * this machine alone can reach; nothing protects another one.
	 * @param address a host name or address of this machine
	 * @return this builder
	 */
	public ChildWorkerBuilder bindAddress(String address) {
		this.bindAddress = Objects.requireNonNull(address, "address");
		return this;
	}

	/**
	 * Name the ports of which the service takes the first that is free. By default any.
	 * @param first the first port, at least 1024
	 * @param last the last port
	 * @return this builder
	 * @throws IllegalArgumentException if this is no range of ports
	 */
	public ChildWorkerBuilder portRange(int first, int last) {
		this.ports = new PortRange(first, last);
		return this;
	}

	/**
	 * Say whether what functions print goes to their caller as messages, instead of to
	 * this process's own output. By default it does in a program that
	 * {@linkplain ChildWorker#run() runs} a worker, and does not where the worker is a
	 * part of something else.
	 * @param forward whether to forward
	 * @return this builder
	 */
	public ChildWorkerBuilder forwardOutput(boolean forward) {
		this.forwardOutput = forward;
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
		if (!Ports.isPort(port)) {
			throw new IllegalArgumentException("port must be from 1 to " + Ports.MAX + ", but is " + port);
		}
		this.port = port;
		return this;
	}

	/**
	 * Name the namespace of the objects that were given none of their own; calls for
	 * namespaces that are not served are ignored. By default {@code default}.
	 * @param namespace the namespace
	 * @return this builder
	 */
	public ChildWorkerBuilder namespace(String namespace) {
		this.namespace = Objects.requireNonNull(namespace, "namespace");
		return this;
	}

	/**
	 * Say how many functions may run at once; 1 runs them one after another, in the order
	 * of their calls, the next one when the stage that the one before returned is done.
	 * With more, a function that has returned a stage counts no longer. By default the
	 * number of processors, and at least 4.
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
	 * when its caller gives the call up. By default it is not: code that is not made for
	 * interrupts can be left half done, and a file or socket channel that it uses is
	 * closed. Functions that returned a stage run no more in this sense; they can look at
	 * {@link CallContext#deadline()}. Calls that still wait for a thread are dropped in
	 * either case.
	 * @param interrupt whether to interrupt
	 * @return this builder
	 */
	public ChildWorkerBuilder interruptFunctions(boolean interrupt) {
		this.interruptFunctions = interrupt;
		return this;
	}

	/**
	 * Say whether a service ends when a parent asks it to. By default it does not, since
	 * whoever can connect can ask, and all other parents would lose it. A worker that a
	 * parent has started always obeys that parent.
	 * @param allow whether to end
	 * @return this builder
	 */
	public ChildWorkerBuilder allowShutdown(boolean allow) {
		this.allowShutdown = allow;
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
	 * Say what converts records and beans: a mapper with the modules, mix-ins and
	 * settings of the application. What the protocol asks for, such as that no value is
	 * bent to fit, is set on top of them.
	 * @param mapper the application's mapper
	 * @return this builder
	 */
	public ChildWorkerBuilder jsonMapper(JsonMapper mapper) {
		this.mapper = JacksonMapper.basedOn(mapper);
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
				this.ports, this.concurrency, this.queueCapacity, this.drainTimeout, this.interruptFunctions,
				this.allowShutdown, forward, List.copyOf(this.interceptors), this.limits, this.mapper);
		return new ChildWorker(settings, this.functions.withDefault(this.namespace));
	}

	/**
	 * Build the worker and serve until it ends, as {@link ChildWorker#run()} does.
	 */
	public void run() {
		build(!Boolean.FALSE.equals(this.forwardOutput)).run();
	}

}
