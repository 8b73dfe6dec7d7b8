package io.multifrost.spring.autoconfigure;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.multifrost.CodecLimits;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.spring.autoconfigure.properties.HeartbeatProperties;
import io.multifrost.spring.autoconfigure.properties.LimitProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;

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
		supervision().applyTo(builder);
	}

	SupervisionMapper supervision() {
		return new SupervisionMapper(this.applier, this.properties);
	}

	CodecLimits limits(CodecLimits base) {
		ValueHolder<CodecLimits> holder = new ValueHolder<>(base);
		LimitProperties limits = this.properties.getLimits();
		apply("limits.max-message-size", limits::getMaxMessageSize,
				(size) -> holder.change((old) -> old.withMaxMessageSize(bytes(size))));
		apply("limits.max-value-size", limits::getMaxValueSize,
				(size) -> holder.change((old) -> old.withMaxValueSize(bytes(size))));
		apply("limits.max-entries", limits::getMaxEntries,
				(entries) -> holder.change((old) -> old.withMaxEntries(entries)));
		apply("limits.max-depth", limits::getMaxDepth, (depth) -> holder.change((old) -> old.withMaxDepth(depth)));
		return holder.value();
	}

	HeartbeatSettings heartbeat(HeartbeatSettings base) {
		ValueHolder<HeartbeatSettings> holder = new ValueHolder<>(base);
		HeartbeatProperties heartbeat = this.properties.getHeartbeat();
		apply("heartbeat.interval", heartbeat::getInterval,
				(interval) -> holder.change((old) -> new HeartbeatSettings(interval, old.timeout(), old.maxMisses())));
		apply("heartbeat.timeout", heartbeat::getTimeout,
				(timeout) -> holder.change((old) -> new HeartbeatSettings(old.interval(), timeout, old.maxMisses())));
		apply("heartbeat.max-misses", heartbeat::getMaxMisses,
				(misses) -> holder.change((old) -> new HeartbeatSettings(old.interval(), old.timeout(), misses)));
		return holder.value();
	}

	private static int bytes(DataSize size) {
		return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
	}

	private <T> void apply(String name, Supplier<@Nullable T> source, Consumer<T> target) {
		this.applier.apply(name, source, target);
	}

}
