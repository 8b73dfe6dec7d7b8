package io.multifrost.spring.reactive;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Mono;

import io.multifrost.child.StreamAdapter;

/**
 * Functions that return one of the reactive types that Spring knows, and those that take
 * one of the types of many values.
 */
public final class ReactiveStreamAdapter implements StreamAdapter {

	private final ReactiveTypes types = new ReactiveTypes(ReactiveAdapterRegistry.getSharedInstance());

	@Override
	public @Nullable Type itemType(Type type) {
		return this.types.itemType(type);
	}

	@Override
	public Object adaptResult(Object result) {
		ReactiveAdapter adapter = (result instanceof CompletionStage<?> || result instanceof Flow.Publisher<?>) ? null
				: this.types.registry().getAdapter(null, result);
		if (adapter == null) {
			return result;
		}
		Publisher<?> publisher = adapter.toPublisher(result);
		return adapter.isMultiValue() ? FlowAdapters.toFlowPublisher(publisher) : Mono.from(publisher).toFuture();
	}

	@Override
	public Object adaptArgument(Flow.Publisher<Object> items, Type type) {
		return this.types.fromPublisher(items, type);
	}

}
