package io.multifrost.spring.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import reactor.core.publisher.Mono;

import io.multifrost.parent.ReturnAdapter;

/**
 * Methods that return {@link Mono}. Each subscription makes a call, and forgets it when
 * it is cancelled.
 */
final class ReactorReturnAdapter implements ReturnAdapter {

	@Override
	public @Nullable Type resultType(Type returnType) {
		if (returnType instanceof ParameterizedType parameterized && parameterized.getRawType() == Mono.class) {
			return parameterized.getActualTypeArguments()[0];
		}
		if (Publisher.class.isAssignableFrom(ResolvableType.forType(returnType).toClass())) {
			throw new IllegalArgumentException("a method returns " + returnType.getTypeName()
					+ ", but a function has one result: return Mono with a type argument, such as Mono<List<T>>");
		}
		return null;
	}

	@Override
	public Object adapt(Supplier<CompletableFuture<Object>> call) {
		return Mono.fromFuture(call);
	}

}
