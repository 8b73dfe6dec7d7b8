package io.multifrost.spring.autoconfigure;

import java.util.function.UnaryOperator;

/**
 * Collects an immutable value, one property after another.
 *
 * @param <T> the type of the value
 */
final class ValueHolder<T> {

	private T value;

	ValueHolder(T value) {
		this.value = value;
	}

	void change(UnaryOperator<T> change) {
		this.value = change.apply(this.value);
	}

	T value() {
		return this.value;
	}

}
