package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.Recycling;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;
import io.multifrost.spring.autoconfigure.properties.RestartProperties;
import io.multifrost.spring.autoconfigure.properties.SupervisionProperties;

/**
 * Applies the properties of how the processes of a worker are kept running.
 */
final class SupervisionMapper {

	private final PropertyApplier applier;

	private final SupervisionProperties properties;

	SupervisionMapper(PropertyApplier applier, SupervisionProperties properties) {
		this.applier = applier;
		this.properties = properties;
	}

	void applyTo(ParentWorkerBuilder builder) {
		apply("recovery-wait", this.properties::getRecoveryWait, builder::recoveryWait);
		apply("while-restarting", this.properties::getWhileRestarting, builder::whileRestarting);
		apply("instances", this.properties::getInstances, builder::instances);
		apply("drain-timeout", this.properties::getDrainTimeout, builder::drainTimeout);
	}

	Recycling recycling(Recycling base) {
		ValueHolder<Recycling> holder = new ValueHolder<>(base);
		apply("max-calls", this.properties::getMaxCalls,
				(calls) -> holder.change((old) -> new Recycling(calls, old.maxAge())));
		apply("max-age", this.properties::getMaxAge,
				(age) -> holder.change((old) -> new Recycling(old.maxCalls(), age)));
		return holder.value();
	}

	/**
	 * Return whether the worker is restarted.
	 * @param byDefault what is said for all workers
	 * @param connected whether the worker runs by itself, so that there is nothing to
	 * restart
	 * @return whether it is
	 */
	boolean autoRestart(@Nullable Boolean byDefault, boolean connected) {
		Boolean own = this.properties.getAutoRestart();
		if (connected) {
			apply("auto-restart", () -> Boolean.TRUE.equals(own) ? own : null, (value) -> {
				throw new IllegalArgumentException(
						"it is for workers that are started, and this one runs by itself: a lost service is "
								+ "always looked for again; remove the property");
			});
			return false;
		}
		return Boolean.TRUE.equals((own != null) ? own : byDefault);
	}

	RestartPolicy policy(RestartPolicy base) {
		RestartProperties restart = this.properties.getRestart();
		// Two of the values bound each other, so that they are checked together.
		Duration initial = (restart.getInitialBackoff() != null) ? restart.getInitialBackoff() : base.initialBackoff();
		Duration max = (restart.getMaxBackoff() != null) ? restart.getMaxBackoff() : base.maxBackoff();
		ValueHolder<RestartPolicy> holder = new ValueHolder<>(base);
		apply((restart.getMaxBackoff() != null) ? "restart.max-backoff" : "restart.initial-backoff",
				() -> (restart.getMaxBackoff() != null) ? restart.getMaxBackoff() : restart.getInitialBackoff(),
				(backoff) -> holder.change((old) -> new RestartPolicy(old.maxAttempts(), old.window(), initial, max,
						old.jitter(), old.stableUptime())));
		apply("restart.max-attempts", restart::getMaxAttempts,
				(attempts) -> holder.change((old) -> new RestartPolicy(attempts, old.window(), old.initialBackoff(),
						old.maxBackoff(), old.jitter(), old.stableUptime())));
		apply("restart.window", restart::getWindow,
				(window) -> holder.change((old) -> new RestartPolicy(old.maxAttempts(), window, old.initialBackoff(),
						old.maxBackoff(), old.jitter(), old.stableUptime())));
		apply("restart.jitter", restart::getJitter,
				(jitter) -> holder.change((old) -> new RestartPolicy(old.maxAttempts(), old.window(),
						old.initialBackoff(), old.maxBackoff(), jitter, old.stableUptime())));
		apply("restart.stable-uptime", restart::getStableUptime,
				(uptime) -> holder.change((old) -> new RestartPolicy(old.maxAttempts(), old.window(),
						old.initialBackoff(), old.maxBackoff(), old.jitter(), uptime)));
		return holder.value();
	}

	private <T> void apply(String name, Supplier<@Nullable T> source, Consumer<T> target) {
		this.applier.apply(name, source, target);
	}

}
