package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.supervision.ParentKeys;
import io.multifrost.internal.supervision.ParentSettings;
import io.multifrost.internal.supervision.ServiceTarget;
import io.multifrost.internal.supervision.SpawnTarget;
import io.multifrost.internal.supervision.SupervisionSettings;
import io.multifrost.internal.supervision.Target;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.security.CurveKeyPair;

/**
 * Collects what a {@link ParentWorker} needs. Not safe for use by several threads.
 */
public final class ParentWorkerBuilder extends SpawningBuilder<ParentWorkerBuilder> {

	/** In place of a key. */
	private static final String IN_CLEAR = "none";

	private @Nullable String name;

	private WorkerLauncher launcher = WorkerLauncher.local();

	private Duration startTimeout = Duration.ofSeconds(10);

	private Duration stopTimeout = Duration.ofSeconds(5);

	private @Nullable RestartPolicy restartPolicy;

	private ParentKeys keys = ParentKeys.NONE;

	private Recycling recycling = Recycling.NONE;

	private Duration drainTimeout = Duration.ofSeconds(30);

	private int instances = 1;

	private @Nullable String zone;

	private Predicate<String> permits = (endpoint) -> true;

	private HeartbeatSettings heartbeat = HeartbeatSettings.DEFAULTS;

	private BiFunction<WorkerLauncher, CodecLimits, WorkerLauncher> launching = (launcher, limits) -> launcher;

	ParentWorkerBuilder(Target target) {
		super(target);
	}

	/**
	 * Say what is done before the launcher starts the process.
	 * @param launching makes one launcher of another, and of what messages may hold
	 */
	ParentWorkerBuilder launching(BiFunction<WorkerLauncher, CodecLimits, WorkerLauncher> launching) {
		this.launching = launching;
		return this;
	}

	@Override
	ParentWorkerBuilder self() {
		return this;
	}

	/**
	 * Name the worker for logs and exceptions. By default its service id, its Python
	 * module, or its script's or program's name without directory and extension.
	 * @param name the name
	 * @return this builder
	 */
	public ParentWorkerBuilder name(String name) {
		this.name = name;
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
	 * Say how long the worker may take to answer its first heartbeat. By default 10 s.
	 * @param timeout a positive time
	 * @return this builder
	 */
	public ParentWorkerBuilder startTimeout(Duration timeout) {
		this.startTimeout = positive("startTimeout", timeout);
		return this;
	}

	/**
	 * Say whether a spawned worker that dies, or no longer answers, is started again, by
	 * {@link RestartPolicy#DEFAULTS}. By default it is not. A service that is connected
	 * to is always looked for again.
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
	 * this is the number of connections to each instance of the service. By default 1.
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
	 * Say where this parent is. Calls go to instances in the same zone, as long as one
	 * runs there.
	 * @param zone the zone, as the registry names those of the instances, or {@code null}
	 * if it is not known
	 * @return this builder
	 */
	public ParentWorkerBuilder zone(@Nullable String zone) {
		this.zone = zone;
		return this;
	}

	/**
	 * Leave instances out for a time, where they come and go by themselves: one whose
	 * calls fail may still answer heartbeats. Where all are left out, none is.
	 * @param permits asked with the address of the instance that is next to get a call
	 * whether it may; called on the thread of the caller, and must not block
	 * @return this builder
	 * @see OutgoingCall#endpoint()
	 */
	public ParentWorkerBuilder permits(Predicate<String> permits) {
		this.permits = permits;
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

	/**
	 * Name the key pair by which this parent shows services who it is. With it, the
	 * parent talks to a service alone whose {@linkplain #serverKey key} it is told or
	 * finds in the registry. All that they say is encrypted.
	 * @param own the key pair
	 * @return this builder
	 * @throws IllegalStateException if the worker is spawned: such a worker is told a
	 * secret
	 */
	public ParentWorkerBuilder keys(CurveKeyPair own) {
		requireConnected("A key pair");
		this.keys = new ParentKeys(own.secretKey(), this.keys.serverKey(), false);
		return this;
	}

	/**
	 * Name the public key of the service: who has another one is not talked to. All that
	 * is said is encrypted. By default it is the one that the registry has, if any.
	 * @param publicKey the public key of the service, or {@code none} to talk to it in
	 * clear whatever the registry has
	 * @return this builder
	 * @throws IllegalArgumentException if this is no key
	 * @throws IllegalStateException if the worker is spawned
	 */
	public ParentWorkerBuilder serverKey(String publicKey) {
		requireConnected("The key of a service");
		this.keys = IN_CLEAR.equals(publicKey) ? ParentKeys.IN_CLEAR
				: new ParentKeys(this.keys.secretKey(), CurveKeys.require("The key of the service", publicKey), false);
		return this;
	}

	private void requireConnected(String what) {
		if (this.target instanceof SpawnTarget) {
			throw new IllegalStateException(what + " goes with a service, and this worker is spawned");
		}
	}

	/**
	 * Build the worker without starting it.
	 * @return the worker
	 */
	public ParentWorker build() {
		return new ParentWorker(settings(), this.target);
	}

	ParentSettings settings() {
		String name = (this.name != null) ? this.name : this.target.defaultName();
		SupervisionSettings supervision = new SupervisionSettings(this.instances, this.restartPolicy, this.recycling,
				this.drainTimeout, this.zone, this.permits);
		return new ParentSettings(callSettings(name), this.launching.apply(this.launcher, this.limits), this.limits,
				mapper(), new AtomicInteger(this.maxInFlight), this.maxQueueSize, this.startTimeout, supervision,
				this.heartbeat, this.stopTimeout, listeners(), List.copyOf(this.messageInspectors), files(), this.keys);
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

		/** The call fails at once. */
		FAIL,

		/** It waits until the worker is back or is given up, or its timeout is over. */
		WAIT

	}

}
