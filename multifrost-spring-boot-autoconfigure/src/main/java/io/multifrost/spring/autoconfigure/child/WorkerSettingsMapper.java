package io.multifrost.spring.autoconfigure.child;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;
import io.multifrost.spring.autoconfigure.properties.WorkerProperties;

/**
 * Applies the properties of this application as a worker.
 */
final class WorkerSettingsMapper {

	private static final Pattern PORT_RANGE = Pattern.compile("\\s*(\\d{1,5})\\s*-\\s*(\\d{1,5})\\s*");

	private final PropertyApplier applier = new PropertyApplier("multifrost.worker.");

	private final WorkerProperties properties;

	WorkerSettingsMapper(WorkerProperties properties) {
		this.properties = properties;
	}

	/**
	 * Apply what holds for every worker.
	 * @param builder the builder of the worker
	 */
	void applyTo(ChildWorkerBuilder builder) {
		this.applier.apply("concurrency", this.properties.concurrency(), builder::concurrency);
		this.applier.apply("queue-capacity", this.properties.queueCapacity(), builder::queueCapacity);
		this.applier.apply("drain-timeout", this.properties.drainTimeout(), builder::drainTimeout);
		builder.interruptFunctions(this.properties.interruptFunctions());
		builder.allowShutdown(this.properties.allowShutdown());
		builder.forwardOutput(this.properties.forwardOutput());
	}

	/**
	 * Apply what says where a service listens.
	 * @param builder the builder of the worker
	 */
	void applyAddressTo(ChildWorkerBuilder builder) {
		this.applier.apply("bind-address", this.properties.bindAddress(), builder::bindAddress);
		this.applier.apply("port-range", this.properties.portRange(), (range) -> applyPortRange(range, builder));
	}

	private static void applyPortRange(String range, ChildWorkerBuilder builder) {
		if (!StringUtils.hasText(range)) {
			return;
		}
		Matcher matcher = PORT_RANGE.matcher(range);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"The port range must be the first and the last port with a hyphen between, for example 5000-5999");
		}
		builder.portRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

}
