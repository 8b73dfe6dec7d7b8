package io.multifrost.internal.call;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ReturnAdapter;

/**
 * Methods that return {@link CompletableFuture} or {@link CompletionStage}.
 */
final class FutureReturnAdapter implements ReturnAdapter {

	@Override
	public @Nullable Type resultType(Type returnType) {
		boolean future = returnType instanceof ParameterizedType parameterized
				&& (parameterized.getRawType() == CompletableFuture.class
						|| parameterized.getRawType() == CompletionStage.class);
		return future ? ((ParameterizedType) returnType).getActualTypeArguments()[0] : null;
	}

	@Override
	public Object adapt(Supplier<CompletableFuture<Object>> call) {
		return call.get();
	}

}
