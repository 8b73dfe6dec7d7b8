package io.multifrost.spring.autoconfigure.properties;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Sees that each property that begins with {@code multifrost} is one, since a mistyped
 * one would have no effect that anybody sees. Variables and properties of the system may
 * be of other programs, and are left out.
 */
public final class UnknownProperties {

	/**
	 * Whether properties that do not exist make the start fail.
	 */
	private static final String FAIL = "multifrost.fail-on-unknown-properties";

	/** Those that no field has. */
	private static final List<ConfigurationPropertyName> WITHOUT_FIELD = List.of(
			ConfigurationPropertyName.of("multifrost.enabled"), ConfigurationPropertyName.of("multifrost.prepare"),
			ConfigurationPropertyName.of(FAIL));

	private static final Logger logger = LoggerFactory.getLogger(UnknownProperties.class);

	private UnknownProperties() {
	}

	/**
	 * See that all properties exist.
	 * @param environment what they are read from
	 * @throws InvalidConfigurationException if one does not, unless only a warning is
	 * wanted
	 */
	public static void check(Environment environment) {
		List<ConfigurationProperty> unknown = find(environment);
		if (unknown.isEmpty()) {
			return;
		}
		List<String> problems = new ArrayList<>();
		List<String> actions = new ArrayList<>();
		for (ConfigurationProperty property : unknown) {
			String name = property.getName().toString();
			problems.add("Property " + name + " does not exist"
					+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : ""));
			List<String> meant = KnownProperties.suggest(property.getName());
			actions.add(meant.isEmpty() ? "Remove " + name
					: "Did you mean " + String.join(" or ", meant) + "? Correct " + name);
		}
		if (environment.getProperty(FAIL, Boolean.class, true)) {
			actions.add("To start all the same, with a warning, set " + FAIL + "=false");
			throw new InvalidConfigurationException(String.join(".\n", problems), String.join(".\n", actions), null);
		}
		for (int i = 0; i < problems.size(); i++) {
			logger.warn("{}. {}.", problems.get(i), actions.get(i));
		}
	}

	private static List<ConfigurationProperty> find(Environment environment) {
		Asked asked = new Asked();
		try {
			Binder binder = Binder.get(environment);
			binder.bind("multifrost.web", Bindable.of(WebProperties.class), asked);
			binder.bind("multifrost.identity", Bindable.of(IdentityProperties.class), asked);
			binder.bind("multifrost", Bindable.of(MultifrostProperties.class),
					new NoUnboundElementsBindHandler(asked, new UnboundElementsSourceFilter()));
			return List.of();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return unbound.getUnboundProperties()
					.stream()
					.filter((property) -> !asked.names.contains(property.getName())
							&& !WITHOUT_FIELD.contains(property.getName()))
					.toList();
			}
			throw ex;
		}
	}

	/**
	 * Knows which properties were looked for: one that is empty is not bound, and exists
	 * all the same.
	 */
	private static final class Asked implements BindHandler {

		private final Set<ConfigurationPropertyName> names = new HashSet<>();

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			this.names.add(name);
			return target;
		}

	}

}
