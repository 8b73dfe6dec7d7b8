package io.multifrost.spring.autoconfigure.properties;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Hands the values of properties on where they are set, and names the property where its
 * value is refused.
 */
public final class PropertyApplier {

	private final PropertyMapper map = PropertyMapper.get();

	private final String prefix;

	/**
	 * Create an applier.
	 * @param prefix what the names of the properties begin with, with a dot at its end
	 */
	public PropertyApplier(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Hand a value on.
	 * @param <T> the type of the value
	 * @param name the name of the property, after the prefix
	 * @param source gives the value, or {@code null} where there is none
	 * @param target where it is set
	 */
	public <T> void apply(String name, Supplier<@Nullable T> source, Consumer<T> target) {
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

}
