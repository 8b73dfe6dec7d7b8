package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.multifrost.spring.autoconfigure.properties.NearestName;

/**
 * Says how a value is written that is not of the type of its property. Comes before the
 * analyzer that knows values in general.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("multifrost");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !ROOT.isAncestorOf(property.getName())
				|| !(cause.getCause() instanceof ConversionException)) {
			return null;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().toClass());
		String value = String.valueOf(property.getValue());
		String how = how(type, value);
		String origin = (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		return (how != null) ? new FailureAnalysis(
				"Value '" + value + "' of " + property.getName() + " is not valid" + origin + ".", how, cause) : null;
	}

	private static @Nullable String how(Class<?> type, String value) {
		if (type.isEnum()) {
			return choice(value,
					Stream.of(type.getEnumConstants())
						.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
						.toList());
		}
		if (type == Boolean.class) {
			return choice(value, List.of("true", "false"));
		}
		if (type == Duration.class) {
			return "Write a duration, such as 500ms, 5s or 10m.";
		}
		if (type == DataSize.class) {
			return "Write a size, such as 512KB or 64MB.";
		}
		if (type == Double.class) {
			return "Write a number, such as 0.5.";
		}
		return (type == Integer.class || type == Long.class) ? "Write a whole number that is not too large." : null;
	}

	private static String choice(String value, List<String> values) {
		String nearest = NearestName.find(value.toLowerCase(Locale.ROOT), values, NearestName.likelyMistakes(value));
		return ((nearest != null) ? "Did you mean " + nearest + "? " : "") + "Write one of " + String.join(", ", values)
				+ ".";
	}

}
