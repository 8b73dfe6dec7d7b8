package io.multifrost.parent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.call.CallSender;
import io.multifrost.internal.call.CallSettings;
import io.multifrost.internal.callback.Callbacks;
import io.multifrost.internal.callback.OutputHandler;
import io.multifrost.internal.callback.OutputLog;
import io.multifrost.internal.supervision.ParentSettings;
import io.multifrost.internal.supervision.ServiceTarget;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.SupervisionSettings;
import io.multifrost.internal.supervision.Target;
import io.multifrost.internal.value.JacksonMapper;
import io.multifrost.process.InheritedEnvironment;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.registry.ServiceRegistry;

/**
 * Collects what a {@link ParentWorker} needs. Not safe for use by several threads.
 */
public final class ParentWorkerBuilder {

	private static final int DEFAULT_MAX_IN_FLIGHT = 10_000;

	private static final long DEFAULT_MAX_QUEUE_SIZE = 256L << 20;

	private final Target target;

	private @Nullable String name;

	private WorkerLauncher launcher = WorkerLauncher.local();

	private ProtocolVersion protocol = ProtocolVersion.V3;

	private CodecLimits limits = CodecLimits.DEFAULTS;

	private JacksonMapper mapper = JacksonMapper.STANDARD;

	private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;

	private long maxQueueSize = DEFAULT_MAX_QUEUE_SIZE;

	private Duration startTimeout = Duration.ofSeconds(10);

	private Duration stopTimeout = Duration.ofSeconds(5);

	private Duration recoveryWait = Duration.ZERO;

	private @Nullable WhileRestarting whileRestarting;

	private @Nullable RestartPolicy restartPolicy;

	private Recycling recycling = Recycling.NONE;

	private Duration drainTimeout = Duration.ofSeconds(30);

	private int instances = 1;

	private HeartbeatSettings heartbeat = HeartbeatSettings.DEFAULTS;

	private CallOptions callDefaults = CallOptions.DEFAULTS;

	private @Nullable String clientName;

	private Executor callbackExecutor = Callbacks.executor();

	private boolean stdoutHandled;

	private boolean stderrHandled;

	private final List<ParentWorkerListener> listeners = new ArrayList<>();

	private final List<CallInterceptor> interceptors = new ArrayList<>();

	private final List<MessageInspector> messageInspectors = new ArrayList<>();

	private final List<ReturnAdapter> returnAdapters = new ArrayList<>();

	ParentWorkerBuilder(Target target) {
		this.target = target;
	}

	/**
	 * Name the worker. By default its service id, or its script's or program's name
	 * without directory and extension.
	 * @param name the name for logs and exceptions
	 * @return this builder
	 */
	public ParentWorkerBuilder name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * Name the program that runs the script, for example {@code python3}.
	 * @param executable a name that is looked up on the {@code PATH}, or a path
	 * @return this builder
	 */
	public ParentWorkerBuilder executable(String executable) {
		spawned("executable").executable(executable);
		return this;
	}

	/**
	 * Add arguments to the command line.
	 * @param arguments the arguments
	 * @return this builder
	 */
	public ParentWorkerBuilder arguments(String... arguments) {
		spawned("arguments").arguments(arguments);
		return this;
	}

	/**
	 * Add a variable to the process's environment.
	 * @param name the name of the variable
	 * @param value its value
	 * @return this builder
	 */
	public ParentWorkerBuilder environment(String name, String value) {
		spawned("environment").environment(name, value);
		return this;
	}

	/**
	 * Say what the process takes over from the environment of this one. By default
	 * {@link InheritedEnvironment#ALL}.
	 * @param inherited what it takes over
	 * @return this builder
	 */
	public ParentWorkerBuilder inheritEnvironment(InheritedEnvironment inherited) {
		spawned("inheritEnvironment").inheritEnvironment(inherited);
		return this;
	}

	/**
	 * Name the directory in which the process runs.
	 * @param directory a directory; by default this process's own
	 * @return this builder
	 */
	public ParentWorkerBuilder directory(Path directory) {
		spawned("directory").directory(directory);
		return this;
	}

	/**
	 * Start the process in another way than as a child of this one.
	 * @param launcher starts the process
	 * @return this builder
	 */
	public ParentWorkerBuilder launcher(WorkerLauncher launcher) {
		this.launcher = launcher;
		return this;
	}

	/**
	 * Say which version of the protocol calls are sent in. By default
	 * {@link ProtocolVersion#V3}.
	 * @param protocol the version
	 * @return this builder
	 */
	public ParentWorkerBuilder protocol(ProtocolVersion protocol) {
		this.protocol = protocol;
		return this;
	}

	/**
	 * Say what messages may hold, both those that are sent and those that arrive. By
	 * default {@link CodecLimits#DEFAULTS}.
	 * @param limits the limits
	 * @return this builder
	 */
	public ParentWorkerBuilder limits(CodecLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Say what converts records and beans: a mapper with the modules, mix-ins and
	 * settings of the application. What the protocol asks for, such as that no value is
	 * bent to fit, is set on top of them.
	 * @param mapper the application's mapper
	 * @return this builder
	 */
	public ParentWorkerBuilder jsonMapper(JsonMapper mapper) {
		this.mapper = JacksonMapper.basedOn(mapper);
		return this;
	}

	/**
	 * Say how many calls may wait for an answer of one instance at once; a call beyond
	 * that is refused. By default 10,000.
	 * @param maxInFlight a number of calls
	 * @return this builder
	 */
	public ParentWorkerBuilder maxInFlight(int maxInFlight) {
		if (maxInFlight < 1) {
			throw new IllegalArgumentException("maxInFlight must be at least 1, but is " + maxInFlight);
		}
		this.maxInFlight = maxInFlight;
		return this;
	}

	/**
	 * Set how many bytes may wait to be sent to a worker that does not read; a call
	 * beyond that is refused. A single call always may wait, whatever its size. 256 MiB
	 * by default.
	 * @param maxQueueSize a number of bytes
	 * @return this builder
	 */
	public ParentWorkerBuilder maxQueueSize(long maxQueueSize) {
		if (maxQueueSize < 1) {
			throw new IllegalArgumentException("maxQueueSize must be at least 1, but is " + maxQueueSize);
		}
		this.maxQueueSize = maxQueueSize;
		return this;
	}

	/**
	 * Say how long a call may take. By default as long as it likes.
	 * @param timeout the time from the call to its answer; zero means without limit
	 * @return this builder
	 */
	public ParentWorkerBuilder callTimeout(Duration timeout) {
		this.callDefaults = this.callDefaults.withTimeout(timeout);
		return this;
	}

	/**
	 * Say in which namespace functions are called. By default {@code default}.
	 * @param namespace the namespace
	 * @return this builder
	 */
	public ParentWorkerBuilder namespace(String namespace) {
		this.callDefaults = this.callDefaults.withNamespace(namespace);
		return this;
	}

	/**
	 * Give calls the name of this client, for the worker to see.
	 * @param clientName the name
	 * @return this builder
	 */
	public ParentWorkerBuilder clientName(String clientName) {
		this.clientName = clientName;
		return this;
	}

	/**
	 * Say how long the worker may take to answer its first heartbeat. By default 10 s.
	 * @param timeout a positive time
	 * @return this builder
	 */
	public ParentWorkerBuilder startTimeout(Duration timeout) {
		this.startTimeout = positive("startTimeout", timeout);
		return this;
	}

	/**
	 * Say how long calls wait for a worker whose connection was lost. By default they
	 * fail at once.
	 * @param wait a time, not longer than which a call waits, nor longer than its own
	 * timeout
	 * @return this builder
	 */
	public ParentWorkerBuilder recoveryWait(Duration wait) {
		if (wait.isNegative()) {
			throw new IllegalArgumentException("recoveryWait must not be negative, but is " + wait);
		}
		this.recoveryWait = wait;
		return this;
	}

	/**
	 * Say what happens to calls while a lost worker is restarted or looked for. By
	 * default they fail, unless there is a {@linkplain #recoveryWait recovery wait}.
	 * @param whileRestarting fail or wait
	 * @return this builder
	 */
	public ParentWorkerBuilder whileRestarting(WhileRestarting whileRestarting) {
		this.whileRestarting = whileRestarting;
		return this;
	}

	/**
	 * Say whether a spawned worker that dies, or no longer answers, is started again, as
	 * often as {@link RestartPolicy#DEFAULTS} allows. By default it is not. A service
	 * that is connected to is always looked for again.
	 * @param autoRestart whether it is
	 * @return this builder
	 */
	public ParentWorkerBuilder autoRestart(boolean autoRestart) {
		return restartPolicy(autoRestart ? RestartPolicy.DEFAULTS : null);
	}

	/**
	 * Say how often and how soon a spawned worker that dies, or no longer answers, is
	 * started again.
	 * @param policy the policy, or {@code null} not to start it again
	 * @return this builder
	 */
	public ParentWorkerBuilder restartPolicy(@Nullable RestartPolicy policy) {
		if (policy != null) {
			spawned("restartPolicy");
		}
		this.restartPolicy = policy;
		return this;
	}

	/**
	 * Say how many processes of the worker there are. Each call goes to the one with the
	 * fewest calls in flight; each is watched and restarted on its own. In connect mode
	 * this is the number of connections, which spread over the service's instances. By
	 * default 1.
	 * @param instances a number from 1
	 * @return this builder
	 */
	public ParentWorkerBuilder instances(int instances) {
		if (instances < 1) {
			throw new IllegalArgumentException("instances must be at least 1, but is " + instances);
		}
		this.instances = instances;
		return this;
	}

	/**
	 * Say when a process that works well is replaced all the same. By default never.
	 * @param recycling after how many calls, or at what age
	 * @return this builder
	 */
	public ParentWorkerBuilder recycling(Recycling recycling) {
		this.recycling = recycling;
		return this;
	}

	/**
	 * Say how long a process that was replaced may take to finish its calls, before it is
	 * stopped. By default 30 s.
	 * @param timeout a positive time
	 * @return this builder
	 */
	public ParentWorkerBuilder drainTimeout(Duration timeout) {
		this.drainTimeout = positive("drainTimeout", timeout);
		return this;
	}

	/**
	 * Say how the parent finds out that the worker no longer answers. By default
	 * {@link HeartbeatSettings#DEFAULTS}.
	 * @param heartbeat the settings
	 * @return this builder
	 */
	public ParentWorkerBuilder heartbeat(HeartbeatSettings heartbeat) {
		this.heartbeat = heartbeat;
		return this;
	}

	/**
	 * Say how long the worker may take to finish what runs when it is stopped, before it
	 * is terminated. By default 5 s.
	 * @param timeout a positive time
	 * @return this builder
	 */
	public ParentWorkerBuilder stopTimeout(Duration timeout) {
		this.stopTimeout = positive("stopTimeout", timeout);
		return this;
	}

	private static Duration positive(String name, Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException(name + " must be positive, but is " + timeout);
		}
		return timeout;
	}

	/**
	 * Say where futures are completed and listeners called. By default a small pool of
	 * daemon threads that all workers share.
	 * <p>
	 * The executor is asked by a thread of that pool, and never by the one that serves
	 * the sockets: one that runs tasks on the caller's thread, blocks, or throws is
	 * slower for its own worker, and no more.
	 * @param executor an executor
	 * @return this builder
	 */
	public ParentWorkerBuilder callbackExecutor(Executor executor) {
		this.callbackExecutor = Callbacks.shielded(executor);
		return this;
	}

	/**
	 * Handle what the worker writes to its standard output, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public ParentWorkerBuilder onStdout(Consumer<String> handler) {
		this.stdoutHandled = true;
		return listener(new OutputHandler(false, handler));
	}

	/**
	 * Handle what the worker writes to its standard error, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public ParentWorkerBuilder onStderr(Consumer<String> handler) {
		this.stderrHandled = true;
		return listener(new OutputHandler(true, handler));
	}

	/**
	 * Add a listener that is told of the worker's life.
	 * @param listener a listener
	 * @return this builder
	 */
	public ParentWorkerBuilder listener(ParentWorkerListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Add an interceptor that sees each call, inside those that were added before.
	 * @param interceptor an interceptor
	 * @return this builder
	 */
	public ParentWorkerBuilder interceptor(CallInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	/**
	 * Add an inspector that sees each message to the worker and from it, beside the
	 * calls.
	 * @param inspector an inspector
	 * @return this builder
	 */
	public ParentWorkerBuilder messageInspector(MessageInspector inspector) {
		this.messageInspectors.add(inspector);
		return this;
	}

	/**
	 * Add an adapter for a return type of client interfaces.
	 * @param adapter an adapter
	 * @return this builder
	 */
	public ParentWorkerBuilder returnAdapter(ReturnAdapter adapter) {
		this.returnAdapters.add(adapter);
		return this;
	}

	/**
	 * Look a service up elsewhere than in the registry that all implementations share.
	 * @param registry where to look
	 * @return this builder
	 * @throws IllegalStateException if the worker is not found by a service id
	 */
	public ParentWorkerBuilder registry(ServiceRegistry registry) {
		if (!(this.target instanceof ServiceTarget service)) {
			throw new IllegalStateException("A registry goes with a service id, and this worker has none");
		}
		service.registry(registry);
		return this;
	}

	private SpawnTarget spawned(String setting) {
		if (!(this.target instanceof SpawnTarget spawned)) {
			throw new IllegalStateException("The setting " + setting
					+ " is for a worker that is spawned, and this one is connected to: it runs by itself");
		}
		return spawned;
	}

	/**
	 * Build the worker without starting it.
	 * @return the worker
	 */
	public ParentWorker build() {
		return new ParentWorker(settings(), this.target);
	}

	ParentSettings settings() {
		List<ParentWorkerListener> told = new ArrayList<>(this.listeners);
		told.add(new OutputLog(!this.stdoutHandled, !this.stderrHandled));
		String name = (this.name != null) ? this.name : this.target.defaultName();
		CallSettings calls = new CallSettings(name, this.protocol, this.clientName, this.callDefaults, recoveryWait(),
				this.callbackExecutor, List.copyOf(this.interceptors), List.copyOf(this.returnAdapters));
		SupervisionSettings supervision = new SupervisionSettings(this.instances, this.restartPolicy, this.recycling,
				this.drainTimeout);
		return new ParentSettings(calls, this.launcher, this.limits, this.mapper, this.maxInFlight, this.maxQueueSize,
				this.startTimeout, supervision, this.heartbeat, this.stopTimeout, List.copyOf(told),
				List.copyOf(this.messageInspectors));
	}

	private Duration recoveryWait() {
		if (this.whileRestarting == WhileRestarting.FAIL) {
			return Duration.ZERO;
		}
		boolean endless = this.whileRestarting == WhileRestarting.WAIT && this.recoveryWait.isZero();
		return endless ? CallSender.WITHOUT_END : this.recoveryWait;
	}

	/**
	 * Build the worker and start it.
	 * @return the worker, running
	 * @throws io.multifrost.MultifrostException if it does not start
	 */
	public ParentWorker start() {
		return build().start();
	}

	/**
	 * What happens to a call that comes while a lost worker is restarted or looked for.
	 */
	public enum WhileRestarting {

		/**
		 * The call fails at once.
		 */
		FAIL,

		/**
		 * The call waits until the worker is back or is given up, as long as its own
		 * timeout allows.
		 */
		WAIT

	}

}
