package io.multifrost.spring.streamed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.reactivex.rxjava3.core.Flowable;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import io.multifrost.RemoteCallException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.test.MultifrostTestWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of reactive types in clients and functions.
 */
class ReactiveStreamsTests {

	private final StreamFunctions functions = new StreamFunctions();

	private final MultifrostTestWorker worker = MultifrostTestWorker.of("streams", this.functions);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
		.withUserConfiguration(ClientsConfiguration.class)
		.withBean("streams", MultifrostTestWorker.class, () -> this.worker);

	@AfterEach
	void stop() {
		this.worker.close();
	}

	@Test
	void aClientReturnsWhateverSpringKnows() {
		this.contextRunner.run((context) -> {
			StreamsClient client = context.getBean(StreamsClient.class);
			List<Integer> items = List.of(0, 1, 2);
			assertThat(client.count(3).collectList().block()).isEqualTo(items);
			assertThat(client.countFlowable(3).toList().blockingGet()).isEqualTo(items);
			assertThat(Flux.from(ReactiveFlowKt.asPublisher(client.countKotlin(3))).collectList().block())
				.isEqualTo(items);
			assertThat(Flux.from(client.countPublisher(3)).collectList().block()).isEqualTo(items);
			assertThat(collect(client.countJava(3))).isEqualTo(items);
			assertThat(client.countStream(3)).isEqualTo(items);
			assertThat(client.later(3)).isEqualTo(3);
		});
	}

	@Test
	void eachSubscriberMakesACallAndGivesItUpByCancelling() {
		this.contextRunner.run((context) -> {
			StreamsClient client = context.getBean(StreamsClient.class);
			ParentWorker worker = context.getBean(ParentWorker.class);
			Flux<Integer> numbers = client.endless();
			assertThat(worker.inFlight()).isZero();
			assertThat(numbers.take(10).collectList().block()).hasSize(10).endsWith(9);
			assertThat(this.functions.closed.await(10, TimeUnit.SECONDS)).isTrue();
			Disposable open = numbers.limitRate(1).subscribe();
			assertThat(worker.inFlight()).isOne();
			open.dispose();
			await().untilAsserted(() -> assertThat(worker.inFlight()).isZero());
		});
	}

	@Test
	void anErrorComesBehindTheItems() {
		this.contextRunner.run((context) -> {
			Flux<Integer> numbers = context.getBean(StreamsClient.class).failing();
			assertThat(numbers.onErrorComplete().collectList().block()).containsExactly(0, 1, 2);
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(numbers::blockLast)
				.withMessageContaining("after 3");
		});
	}

	@Test
	void argumentsGoItemByItem() {
		this.contextRunner.run((context) -> {
			StreamsClient client = context.getBean(StreamsClient.class);
			List<Long> numbers = LongStream.range(0, 500).boxed().toList();
			assertThat(client.sum(Flux.fromIterable(numbers))).isEqualTo(499 * 250);
			List<Long> doubled = numbers.stream().map((number) -> 2 * number).toList();
			assertThat(client.doubled(Flux.fromIterable(numbers)).collectList().block()).isEqualTo(doubled);
			assertThat(client.doubledFlowable(Flowable.fromIterable(numbers)).collectList().block()).isEqualTo(doubled);
			assertThat(client.doubled(Flux.just(1L, 2L).delayElements(Duration.ofMillis(10))).blockLast()).isEqualTo(4);
		});
	}

	@Test
	void whatAnArgumentFailsWithReachesTheFunction() {
		this.contextRunner.run((context) -> {
			Flux<Long> numbers = Flux.just(1L).concatWith(Flux.error(new IllegalStateException("no more")));
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> context.getBean(StreamsClient.class).sum(numbers))
				.withMessageContaining("no more");
		});
	}

	@Test
	void aWorkerSaysThatItsReactiveFunctionsStream() {
		this.contextRunner.run((context) -> {
			List<Map<String, Object>> functions = context.getBean(ParentWorker.class)
				.call("describe_functions", new TypeRef<List<Map<String, Object>>>() {
				});
			assertThat(functions)
				.anySatisfy(
						(function) -> assertThat(function).containsEntry("name", "count").containsEntry("stream", true))
				.anySatisfy(
						(function) -> assertThat(function).containsEntry("name", "sum").containsEntry("stream", false));
		});
	}

	@Test
	void lambdaExpressionsStreamToo() {
		try (MultifrostTestWorker fake = MultifrostTestWorker.of("streams",
				Map.of("count", (args) -> Flux.range(0, args.get(0, int.class)), "endless", (args) -> List.of(7, 8)));
				ParentWorker parent = ParentWorker.connectTo(fake.getEndpoint()).start()) {
			assertThat(parent.stream("count", int.class, 3)).containsExactly(0, 1, 2);
			assertThat(parent.stream("endless", int.class)).containsExactly(7, 8);
			assertThat(parent.call("count", Object.class, 2)).isEqualTo(List.of(0L, 1L));
		}
	}

	private static List<Integer> collect(Flow.Publisher<Integer> publisher) {
		return Flux.from(FlowAdapters.toPublisher(publisher)).collectList().block();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = StreamsClient.class)
	static class ClientsConfiguration {

	}

}
