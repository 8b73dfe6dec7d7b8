package io.multifrost.spring.autoconfigure;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.multifrost.CodecLimits;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * Applies the properties that a worker may have of its own or share with others, and
 * names the property where the builder refuses its value.
 */
final class ParentSettingsMapper {

	private final PropertyApplier applier;

	private final ParentDefaults properties;

	ParentSettingsMapper(String prefix, ParentDefaults properties) {
		this.applier = new PropertyApplier(prefix);
		this.properties = properties;
	}

	void applyTo(ParentWorkerBuilder builder) {
		apply("protocol", this.properties::getProtocol, builder::protocol);
		apply("namespace", this.properties::getNamespace, builder::namespace);
		apply("client-name", this.properties::getClientName, builder::clientName);
		apply("call-timeout", this.properties::getCallTimeout, builder::callTimeout);
		apply("start-timeout", this.properties::getStartTimeout, builder::startTimeout);
		apply("stop-timeout", this.properties::getStopTimeout, builder::stopTimeout);
		apply("max-in-flight", this.properties::getMaxInFlight, builder::maxInFlight);
		apply("max-queue-size", this.properties::getMaxQueueSize, (size) -> builder.maxQueueSize(size.toBytes()));
		new SupervisionMapper(this.applier, this.properties).applyTo(builder);
	}

	SupervisionMapper supervision() {
		return new SupervisionMapper(this.applier, this.properties);
	}

	CodecLimits limits(CodecLimits base) {
		LimitsHolder holder = new LimitsHolder(base);
		LimitProperties limits = this.properties.getLimits();
		apply("limits.max-message-size", limits::getMaxMessageSize,
				(size) -> holder.limits = holder.limits.withMaxMessageSize(bytes(size)));
		apply("limits.max-value-size", limits::getMaxValueSize,
				(size) -> holder.limits = holder.limits.withMaxValueSize(bytes(size)));
		apply("limits.max-entries", limits::getMaxEntries,
				(entries) -> holder.limits = holder.limits.withMaxEntries(entries));
		apply("limits.max-depth", limits::getMaxDepth, (depth) -> holder.limits = holder.limits.withMaxDepth(depth));
		return holder.limits;
	}

	HeartbeatSettings heartbeat(HeartbeatSettings base) {
		HeartbeatHolder holder = new HeartbeatHolder(base);
		HeartbeatProperties heartbeat = this.properties.getHeartbeat();
		apply("heartbeat.interval", heartbeat::getInterval,
				(interval) -> holder.settings = new HeartbeatSettings(interval, holder.settings.timeout(),
						holder.settings.maxMisses()));
		apply("heartbeat.timeout", heartbeat::getTimeout,
				(timeout) -> holder.settings = new HeartbeatSettings(holder.settings.interval(), timeout,
						holder.settings.maxMisses()));
		apply("heartbeat.max-misses", heartbeat::getMaxMisses,
				(misses) -> holder.settings = new HeartbeatSettings(holder.settings.interval(),
						holder.settings.timeout(), misses));
		return holder.settings;
	}

	private static int bytes(DataSize size) {
		return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
	}

	private <T> void apply(String name, Supplier<@Nullable T> source, Consumer<T> target) {
		this.applier.apply(name, source, target);
	}

	/**
	 * Collects limits, which are immutable, one property after another.
	 */
	private static final class LimitsHolder {

		private CodecLimits limits;

		LimitsHolder(CodecLimits limits) {
			this.limits = limits;
		}

	}

	/**
	 * Collects how heartbeats are sent, one property after another.
	 */
	private static final class HeartbeatHolder {

		private HeartbeatSettings settings;

		HeartbeatHolder(HeartbeatSettings settings) {
			this.settings = settings;
		}

	}

}
