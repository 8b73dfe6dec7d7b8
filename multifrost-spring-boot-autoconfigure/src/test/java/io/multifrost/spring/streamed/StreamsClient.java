package io.multifrost.spring.streamed;

import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.reactivex.rxjava3.core.Flowable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import io.multifrost.MultifrostFunction;
import io.multifrost.spring.MultifrostClient;

/**
 * A client with streams in all forms.
 */
@MultifrostClient("streams")
public interface StreamsClient {

	Flux<Integer> count(int number);

	@MultifrostFunction("count")
	Flowable<Integer> countFlowable(int number);

	@MultifrostFunction("count")
	kotlinx.coroutines.flow.Flow<Integer> countKotlin(int number);

	@MultifrostFunction("count")
	Publisher<Integer> countPublisher(int number);

	@MultifrostFunction("count")
	Flow.Publisher<Integer> countJava(int number);

	@MultifrostFunction("count")
	Stream<Integer> countStream(int number);

	Flux<Integer> endless();

	Flux<Integer> failing();

	Flux<String> context();

	Flux<Long> doubled(Flux<Long> numbers);

	@MultifrostFunction("doubled")
	Flux<Long> doubledFlowable(Flowable<Long> numbers);

	long sum(Flux<Long> numbers);

	long later(long value);

}
