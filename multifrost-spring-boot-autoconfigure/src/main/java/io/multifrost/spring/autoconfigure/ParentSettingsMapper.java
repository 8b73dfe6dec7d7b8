package io.multifrost.spring.autoconfigure;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import io.multifrost.message.CodecLimits;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * Applies the properties that a worker may have of its own or share with others, and
 * names the property where the builder refuses its value.
 */
final class ParentSettingsMapper {

	private final PropertyMapper map = PropertyMapper.get();

	private final String prefix;

	private final ParentDefaults properties;

	ParentSettingsMapper(String prefix, ParentDefaults properties) {
		this.prefix = prefix;
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

	private static int bytes(DataSize size) {
		return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
	}

	private <T> void apply(String name, Supplier<@Nullable T> source, Consumer<T> target) {
		this.map.from(source).to((value) -> {
			try {
				target.accept(value);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(this.prefix + name, value,
						String.valueOf(ex.getMessage()));
			}
		});
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

}
