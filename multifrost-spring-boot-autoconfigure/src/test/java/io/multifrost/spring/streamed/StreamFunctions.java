package io.multifrost.spring.streamed;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.reactivex.rxjava3.core.Single;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Functions that return and take streams.
 */
public class StreamFunctions {

	/** Counted down when a stream without end was closed. */
	final CountDownLatch closed = new CountDownLatch(1);

	public Flux<Integer> count(int number) {
		return Flux.range(0, number);
	}

	public Stream<Integer> endless() {
		return Stream.iterate(0, (number) -> number + 1).onClose(this.closed::countDown);
	}

	public Flux<Integer> failing() {
		return Flux.range(0, 3).concatWith(Flux.error(new IllegalStateException("after 3")));
	}

	public Flux<Integer> silent() {
		return Flux.never();
	}

	public Stream<String> context() {
		return IntStream.range(0, 100).mapToObj((item) -> Objects.toString(MDC.get("multifrost.worker")));
	}

	public Flux<Long> doubled(Flux<Long> numbers) {
		return numbers.map((number) -> 2 * number);
	}

	public Mono<Long> sum(Flux<Long> numbers) {
		return numbers.reduce(0L, Long::sum);
	}

	public Single<Long> later(long value) {
		return Single.just(value);
	}

}
