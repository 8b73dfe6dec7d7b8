package io.multifrost.spring.reactive;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Mono;

import io.multifrost.parent.ReturnAdapter;

/**
 * Methods of clients that return {@link Mono}, or one of the types of many values that
 * Spring knows, and those that take one of these. Each subscription makes a call, and
 * gives it up when it is cancelled.
 */
public final class ReactiveReturnAdapter implements ReturnAdapter {

	private final ReactiveTypes types = new ReactiveTypes(ReactiveAdapterRegistry.getSharedInstance());

	@Override
	public @Nullable Type resultType(Type returnType) {
		return (returnType instanceof ParameterizedType parameterized && parameterized.getRawType() == Mono.class)
				? parameterized.getActualTypeArguments()[0] : null;
	}

	@Override
	public Object adapt(Supplier<CompletableFuture<Object>> call) {
		return Mono.fromFuture(call);
	}

	@Override
	public @Nullable Type itemType(Type returnType) {
		return this.types.itemType(returnType);
	}

	@Override
	public Object adaptStream(Flow.Publisher<Object> items, Type returnType) {
		return this.types.fromPublisher(items, returnType);
	}

	@Override
	public boolean isStream(Type parameterType) {
		return this.types.itemType(parameterType) != null;
	}

	@Override
	public Flow.Publisher<?> adaptArgument(Object argument) {
		ReactiveAdapter adapter = this.types.registry().getAdapter(null, argument);
		if (adapter == null) {
			throw new IllegalArgumentException(argument.getClass().getName() + " is no type of many values");
		}
		return FlowAdapters.toFlowPublisher(adapter.toPublisher(argument));
	}

}
