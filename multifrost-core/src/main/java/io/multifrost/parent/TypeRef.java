package io.multifrost.parent;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a generic type where a class is not enough, for example {@code new
 * TypeRef<List<String>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

	private final Type type;

	/**
	 * Capture the type argument of the subclass.
	 * @throws IllegalStateException if the subclass names none
	 */
	protected TypeRef() {
		if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
			throw new IllegalStateException("TypeRef needs a type argument, as in new TypeRef<List<String>>() {}");
		}
		this.type = parameterized.getActualTypeArguments()[0];
	}

	/**
	 * Return the captured type.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

}
