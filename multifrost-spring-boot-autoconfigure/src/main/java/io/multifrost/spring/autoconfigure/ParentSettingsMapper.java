package io.multifrost.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.multifrost.CodecLimits;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.Recycling;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.ParentPropertyApplier;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;

/**
 * Applies the properties that a worker may have of its own or share with others, and
 * names the property where the builder refuses its value.
 */
record ParentSettingsMapper(ParentPropertyApplier applier, ParentDefaults defaults, ParentProperties own) {

	ParentSettingsMapper(String name, MultifrostProperties properties) {
		this(new ParentPropertyApplier(name), properties.getDefaults(), properties.parent(name));
	}

	void applyTo(ParentWorkerBuilder builder) {
		ParentDefaults defaults = this.defaults;
		ParentProperties own = this.own;
		this.applier.apply("protocol", defaults.protocol(), own.protocol(), builder::protocol);
		this.applier.apply("namespace", defaults.namespace(), own.namespace(), builder::namespace);
		this.applier.apply("client-name", defaults.clientName(), own.clientName(), builder::clientName);
		this.applier.apply("call-timeout", defaults.callTimeout(), own.callTimeout(), builder::callTimeout);
		this.applier.apply("item-timeout", defaults.itemTimeout(), own.itemTimeout(), builder::itemTimeout);
		this.applier.apply("start-timeout", defaults.startTimeout(), own.startTimeout(), builder::startTimeout);
		this.applier.apply("stop-timeout", defaults.stopTimeout(), own.stopTimeout(), builder::stopTimeout);
		this.applier.apply("max-in-flight", defaults.maxInFlight(), own.maxInFlight(), builder::maxInFlight);
		this.applier.apply("max-queue-size", defaults.maxQueueSize(), own.maxQueueSize(),
				(size) -> builder.maxQueueSize(size.toBytes()));
		this.applier.apply("compression", defaults.compression(), own.compression(), builder::compression);
		this.applier.apply("compression-threshold", defaults.compressionThreshold(), own.compressionThreshold(),
				(size) -> builder.compressionThreshold(Math.toIntExact(size.toBytes())));
		this.applier.apply("files-threshold", defaults.filesThreshold(), own.filesThreshold(),
				(size) -> builder.filesThreshold(size.toBytes()));
		this.applier.apply("recovery-wait", defaults.recoveryWait(), own.recoveryWait(), builder::recoveryWait);
		this.applier.apply("while-restarting", defaults.whileRestarting(), own.whileRestarting(),
				builder::whileRestarting);
		this.applier.apply("instances", defaults.instances(), own.instances(), builder::instances);
		this.applier.apply("drain-timeout", defaults.drainTimeout(), own.drainTimeout(), builder::drainTimeout);
		builder.heartbeat(heartbeat(defaults.heartbeat(), own.heartbeat()));
		builder.limits(limits(defaults.limits(), own.limits()));
		builder.recycling(recycling());
	}

	private HeartbeatSettings heartbeat(ParentDefaults.Heartbeat general, ParentProperties.Heartbeat own) {
		HeartbeatSettings settings = HeartbeatSettings.DEFAULTS;
		settings = this.applier.change(settings, "heartbeat.interval", general.interval(), own.interval(),
				(old, interval) -> new HeartbeatSettings(interval, old.timeout(), old.maxMisses()));
		settings = this.applier.change(settings, "heartbeat.timeout", general.timeout(), own.timeout(),
				(old, timeout) -> new HeartbeatSettings(old.interval(), timeout, old.maxMisses()));
		return this.applier.change(settings, "heartbeat.max-misses", general.maxMisses(), own.maxMisses(),
				(old, misses) -> new HeartbeatSettings(old.interval(), old.timeout(), misses));
	}

	private CodecLimits limits(ParentDefaults.Limits general, ParentProperties.Limits own) {
		CodecLimits limits = CodecLimits.DEFAULTS;
		limits = this.applier.change(limits, "limits.max-message-size", general.maxMessageSize(), own.maxMessageSize(),
				(old, size) -> old.withMaxMessageSize(bytes(size)));
		limits = this.applier.change(limits, "limits.max-value-size", general.maxValueSize(), own.maxValueSize(),
				(old, size) -> old.withMaxValueSize(bytes(size)));
		limits = this.applier.change(limits, "limits.max-entries", general.maxEntries(), own.maxEntries(),
				CodecLimits::withMaxEntries);
		limits = this.applier.change(limits, "limits.max-depth", general.maxDepth(), own.maxDepth(),
				CodecLimits::withMaxDepth);
		return this.applier.change(limits, "limits.max-file-size", general.maxFileSize(), own.maxFileSize(),
				(old, size) -> old.withMaxFileSize(size.toBytes()));
	}

	private static int bytes(DataSize size) {
		return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
	}

	private Recycling recycling() {
		Recycling recycling = this.applier.change(Recycling.NONE, "max-calls", this.defaults.maxCalls(),
				this.own.maxCalls(), (old, calls) -> new Recycling(calls, old.maxAge()));
		return this.applier.change(recycling, "max-age", this.defaults.maxAge(), this.own.maxAge(),
				(old, age) -> new Recycling(old.maxCalls(), age));
	}

	/**
	 * Apply how a worker is restarted, if it is.
	 * @param builder the builder of the worker
	 * @param connected whether the worker runs by itself, so that there is nothing to
	 * restart
	 */
	void applyRestartTo(ParentWorkerBuilder builder, boolean connected) {
		RestartPolicy policy = policy(this.defaults.restart(), this.own.restart());
		Boolean restart = this.own.autoRestart();
		if (connected) {
			this.applier.own().apply("auto-restart", Boolean.TRUE.equals(restart) ? restart : null, (value) -> {
				throw new IllegalArgumentException(
						"it is for workers that are started, and this one runs by itself: a lost service is "
								+ "always looked for again; remove the property");
			});
		}
		else if ((restart != null) ? restart : this.defaults.autoRestart()) {
			builder.restartPolicy(policy);
		}
	}

	private RestartPolicy policy(ParentDefaults.Restart general, ParentProperties.Restart own) {
		RestartPolicy policy = RestartPolicy.DEFAULTS;
		policy = backoff(this.applier.defaults(), policy, general.initialBackoff(), general.maxBackoff());
		policy = backoff(this.applier.own(), policy, own.initialBackoff(), own.maxBackoff());
		policy = this.applier.change(policy, "restart.max-attempts", general.maxAttempts(), own.maxAttempts(),
				(old, attempts) -> new RestartPolicy(attempts, old.window(), old.initialBackoff(), old.maxBackoff(),
						old.jitter(), old.stableUptime()));
		policy = this.applier.change(policy, "restart.window", general.window(), own.window(),
				(old, window) -> new RestartPolicy(old.maxAttempts(), window, old.initialBackoff(), old.maxBackoff(),
						old.jitter(), old.stableUptime()));
		policy = this.applier.change(policy, "restart.jitter", general.jitter(), own.jitter(),
				(old, jitter) -> new RestartPolicy(old.maxAttempts(), old.window(), old.initialBackoff(),
						old.maxBackoff(), jitter, old.stableUptime()));
		return this.applier.change(policy, "restart.stable-uptime", general.stableUptime(), own.stableUptime(),
				(old, uptime) -> new RestartPolicy(old.maxAttempts(), old.window(), old.initialBackoff(),
						old.maxBackoff(), old.jitter(), uptime));
	}

	/**
	 * Two of the values bound each other, so that they are checked together.
	 */
	private static RestartPolicy backoff(PropertyApplier applier, RestartPolicy base, @Nullable Duration initial,
			@Nullable Duration max) {
		Duration first = (initial != null) ? initial : base.initialBackoff();
		Duration longest = (max != null) ? max : base.maxBackoff();
		boolean named = max != null && !max.equals(base.maxBackoff());
		return applier.change(base, named ? "restart.max-backoff" : "restart.initial-backoff", named ? max : initial,
				(old, value) -> new RestartPolicy(old.maxAttempts(), old.window(), first, longest, old.jitter(),
						old.stableUptime()));
	}

}
