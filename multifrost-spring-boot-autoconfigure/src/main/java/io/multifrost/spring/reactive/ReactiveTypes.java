package io.multifrost.spring.reactive;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * The types of many values that Spring knows: those of Reactor, RxJava, Mutiny and
 * Kotlin. {@link Flow.Publisher} needs no adapter.
 *
 * @param registry what Spring knows
 */
record ReactiveTypes(ReactiveAdapterRegistry registry) {

	/**
	 * Return the type of the values.
	 * @param type the type of a parameter or a result
	 * @return the type of one value, or {@code null} if the type is none of many values
	 */
	@Nullable Type itemType(Type type) {
		if (!(type instanceof ParameterizedType parameterized) || adapter(type) == null) {
			return null;
		}
		Type item = parameterized.getActualTypeArguments()[0];
		return (item instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : item;
	}

	/**
	 * Find what makes values of exactly this type.
	 */
	@Nullable ReactiveAdapter adapter(Type type) {
		Class<?> raw = ResolvableType.forType(type).toClass();
		ReactiveAdapter adapter = (raw != Flow.Publisher.class) ? this.registry.getAdapter(raw) : null;
		return (adapter != null && adapter.isMultiValue() && adapter.getReactiveType() == raw) ? adapter : null;
	}

	Object fromPublisher(Flow.Publisher<Object> items, Type type) {
		ReactiveAdapter adapter = adapter(type);
		if (adapter == null) {
			throw new IllegalArgumentException(type + " is no type of many values");
		}
		return adapter.fromPublisher(FlowAdapters.toPublisher(items));
	}

}
