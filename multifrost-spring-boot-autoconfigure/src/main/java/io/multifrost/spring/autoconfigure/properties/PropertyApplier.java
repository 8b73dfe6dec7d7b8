package io.multifrost.spring.autoconfigure.properties;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Hands the values of properties on where they are set, and names the property where its
 * value is refused.
 *
 * @param prefix what the names of the properties begin with, with a dot at its end
 */
public record PropertyApplier(String prefix) {

	/**
	 * Hand a value on.
	 * @param <T> the type of the value
	 * @param name the name of the property, after the prefix
	 * @param value the value, or {@code null} where there is none
	 * @param target where it is set
	 */
	public <T> void apply(String name, @Nullable T value, Consumer<T> target) {
		change(this, name, value, (self, given) -> {
			target.accept(given);
			return self;
		});
	}

	/**
	 * Hand a value on to settings that cannot be changed themselves.
	 * @param <S> the type of the settings
	 * @param <T> the type of the value
	 * @param settings the settings
	 * @param name the name of the property, after the prefix
	 * @param value the value, or {@code null} where there is none
	 * @param change makes settings with the value of those without
	 * @return the settings with the value
	 */
	public <S, T> S change(S settings, String name, @Nullable T value, BiFunction<S, T, S> change) {
		return (value != null) ? convert(name, value, (given) -> change.apply(settings, given)) : settings;
	}

	/**
	 * Make something of a value.
	 * @param <T> the type of the value
	 * @param <R> the type of what is made
	 * @param name the name of the property, after the prefix
	 * @param value the value
	 * @param conversion makes it
	 * @return what was made
	 */
	public <T, R> R convert(String name, T value, Function<T, R> conversion) {
		try {
			return conversion.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + name, value,
					String.valueOf(ex.getMessage()));
		}
	}

}
