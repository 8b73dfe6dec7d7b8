package io.multifrost.spring.autoconfigure.child;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;
import io.multifrost.spring.autoconfigure.properties.WorkerProperties;

/**
 * Applies the properties of this application as a worker.
 */
record WorkerSettingsMapper(WorkerProperties properties) {

	private static final Pattern PORT_RANGE = Pattern.compile("\\s*(\\d{1,5})\\s*-\\s*(\\d{1,5})\\s*");

	private static final PropertyApplier APPLIER = new PropertyApplier("multifrost.worker.");

	/**
	 * Apply what holds for every worker.
	 * @param builder the builder of the worker
	 */
	void applyTo(ChildWorkerBuilder builder) {
		APPLIER.apply("concurrency", this.properties.concurrency(), builder::concurrency);
		APPLIER.apply("queue-capacity", this.properties.queueCapacity(), builder::queueCapacity);
		APPLIER.apply("drain-timeout", this.properties.drainTimeout(), builder::drainTimeout);
		builder.interruptFunctions(this.properties.interruptFunctions());
		builder.allowShutdown(this.properties.allowShutdown());
		builder.forwardOutput(this.properties.forwardOutput());
	}

	/**
	 * Apply what says where a service listens.
	 * @param builder the builder of the worker
	 */
	void applyAddressTo(ChildWorkerBuilder builder) {
		APPLIER.apply("bind-address", this.properties.bindAddress(), builder::bindAddress);
		APPLIER.apply("port-range", this.properties.portRange(), (range) -> applyPortRange(range, builder));
	}

	private static void applyPortRange(String range, ChildWorkerBuilder builder) {
		if (!StringUtils.hasText(range)) {
			return;
		}
		Matcher matcher = PORT_RANGE.matcher(range);
		Assert.isTrue(matcher.matches(),
				"The port range must be the first and the last port with a hyphen between, for example 5000-5999");
		builder.portRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

}
