package io.multifrost.internal.call;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.multifrost.CallTimeoutException;
import io.multifrost.CodecLimits;
import io.multifrost.MultifrostFunction;
import io.multifrost.ProtocolVersion;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.client.ClientProxy;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.InProcess;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ReturnAdapter;
import io.multifrost.support.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StreamCall}, behind a client whose method returns a stream.
 */
class StreamCallTests {

	private final FakeWorker worker = new FakeWorker();

	private final Numbers numbers = ClientProxy.create(Numbers.class, caller(Runnable::run), CallOptions.DEFAULTS);

	private final RecordingSubscriber recorder = new RecordingSubscriber();

	@Test
	void theEntriesOfAnArrayAreItsItems() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		assertThat(this.recorder.events()).as("nothing comes before the answer").isEmpty();
		this.worker.answer(array(1, 2, 3));
		assertThat(this.recorder.events()).containsExactly(1, 2, 3, "end");
	}

	@Test
	void thePartsOfAnAnswerComeBeforeItsEnd() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		assertThat(this.worker.item(number(1))).isTrue();
		assertThat(this.worker.item(number(2))).isTrue();
		assertThat(this.recorder.events()).containsExactly(1, 2);
		assertThat(this.worker.pending.size()).as("a part does not end the call").isEqualTo(1);
		this.worker.answer(EncodedValue.NIL);
		assertThat(this.recorder.events()).containsExactly(1, 2, "end");
		assertThat(this.worker.item(number(3))).as("the call has ended").isFalse();
		assertThat(this.recorder.events()).hasSize(3);
	}

	@Test
	void anErrorComesBehindTheItems() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.worker.item(number(1));
		this.worker.item(number(2));
		this.worker.end(new Failure(ProtocolVersion.V3, this.worker.id(), "ValueError: too many", Map.of()));
		assertThat(this.recorder.events()).isEmpty();
		this.recorder.subscription().request(1);
		assertThat(this.recorder.events()).containsExactly(1);
		this.recorder.subscription().request(1);
		assertThat(this.recorder.events()).hasSize(3).startsWith(1, 2);
		assertThat(this.recorder.events().get(2)).isInstanceOf(RemoteCallException.class);
	}

	@Test
	void theDeadlineEndsAStreamOnce() {
		CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofNanos(1));
		ClientProxy.create(Numbers.class, caller(Runnable::run), soon).upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		this.worker.item(number(1));
		List.copyOf(this.worker.channel.timers).forEach(Runnable::run);
		assertThat(this.worker.item(number(2))).isFalse();
		assertThat(this.worker.pending.remove(this.worker.id())).isNull();
		assertThat(this.recorder.events()).hasSize(2).startsWith(1);
		assertThat(this.recorder.events().get(1)).isInstanceOf(CallTimeoutException.class);
	}

	@Test
	void anItemThatHasComeIsNotLateBeItsReaderBusy() {
		List<Runnable> tasks = new ArrayList<>();
		CallOptions quick = CallOptions.DEFAULTS.withItemTimeout(Duration.ofNanos(1));
		ClientProxy.create(Numbers.class, caller(tasks::add), quick).upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		tasks.forEach(Runnable::run);
		tasks.clear();
		assertThat(this.worker.item(number(1))).isTrue();
		List.copyOf(this.worker.channel.timers).forEach(Runnable::run);
		assertThat(this.worker.item(number(2))).as("the stream goes on").isTrue();
		List.copyOf(tasks).forEach(Runnable::run);
		assertThat(this.recorder.events()).containsExactly(1, 2);
	}

	@Test
	void whoeverCancelsGivesTheCallUp() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		this.worker.item(number(1));
		this.recorder.subscription().cancel();
		assertThat(this.worker.channel.cancelled()).containsExactly(this.worker.id());
		assertThat(this.worker.item(number(2))).isFalse();
		assertThat(this.recorder.events()).containsExactly(1);
	}

	@Test
	void eachSubscriptionMakesACall() {
		Flow.Publisher<Integer> items = this.numbers.upTo(3);
		assertThat(this.worker.calls).isEmpty();
		items.subscribe(this.recorder);
		items.subscribe(new RecordingSubscriber());
		assertThat(this.worker.calls).hasSize(2);
	}

	@Test
	void aCallThatIsRefusedEndsTheStream() {
		this.worker.pending.retire();
		this.numbers.upTo(3).subscribe(this.recorder);
		assertThat(this.recorder.events()).singleElement().isInstanceOf(WorkerUnavailableException.class);
	}

	@Test
	void anIdempotentCallIsNotSentAgainOnceItHasGivenItems() {
		this.numbers.untilLost().subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		this.worker.lose();
		assertThat(this.worker.calls).as("it has given nothing yet").hasSize(2);
		this.worker.item(number(1));
		this.worker.lose();
		assertThat(this.worker.calls).hasSize(2);
		assertThat(this.recorder.events()).hasSize(2).startsWith(1);
		assertThat(this.recorder.events().get(1)).isInstanceOf(WorkerExitedException.class);
	}

	@Test
	void anItemThatDoesNotFitEndsTheStreamAndTheCall() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		this.worker.item(EncodedValue.EMPTY_ARRAY);
		assertThat(this.recorder.events()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.type(ValueConversionException.class))
			.satisfies((failure) -> assertThat(failure).hasMessageContaining("Function 'upTo' of worker 'math'"));
		assertThat(this.worker.channel.cancelled()).containsExactly(this.worker.id());
	}

	@Test
	void anItemThatIsNullIsAnError() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(Long.MAX_VALUE);
		this.worker.item(EncodedValue.NIL);
		assertThat(this.recorder.events()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasMessageContaining("An item is null");
	}

	@Test
	void aSubscriberThatAsksForNoItemIsTold() {
		this.numbers.upTo(3).subscribe(this.recorder);
		this.recorder.subscription().request(0);
		assertThat(this.recorder.events()).singleElement().isInstanceOf(IllegalArgumentException.class);
		assertThat(this.worker.channel.cancelled()).as("its call is given up").containsExactly(this.worker.id());
	}

	@Test
	void aStreamEndsAlsoWhereNoThreadIsLeft() {
		Numbers numbers = ClientProxy.create(Numbers.class, caller((task) -> {
			throw new RejectedExecutionException("full");
		}), CallOptions.DEFAULTS);
		numbers.upTo(3).subscribe(this.recorder);
		this.worker.item(number(1));
		await().untilAsserted(() -> assertThat(this.recorder.events()).singleElement()
			.isInstanceOf(RejectedExecutionException.class));
		assertThat(this.worker.pending.size()).isZero();
	}

	@Test
	void aCallForOneResultTakesNoParts() {
		BlockingCall call = new BlockingCall(
				new Request("id", "add", null, System.nanoTime(), false, new byte[0], Set.of(), null));
		this.worker.pending.register(call);
		assertThat(this.worker.pending.add(FakeWorker.items("id", 0, 1, number(1)))).isFalse();
		assertThat(this.worker.pending.add(FakeWorker.items("nobody's", 0, 1, number(1)))).isFalse();
		assertThat(call.isWanted()).isTrue();
	}

	@Test
	void anAdapterThatHasNoStreamSaysSo() {
		Caller caller = caller(Runnable::run, new ItemTypeAdapter());
		Numbers numbers = ClientProxy.create(Numbers.class, caller, CallOptions.DEFAULTS);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> numbers.upTo(3))
			.withMessageContaining("has no stream");
	}

	@Test
	void aWorkerThatAnswersAtOnceGivesItsEntries() {
		try (ParentWorker real = InProcess.spawn(new Functions()).returnAdapter(new PublisherAdapter()).start()) {
			real.as(Numbers.class).upTo(3).subscribe(this.recorder);
			this.recorder.subscription().request(2);
			await().untilAsserted(() -> assertThat(this.recorder.events()).containsExactly(1, 2));
			this.recorder.subscription().request(1);
			await().untilAsserted(() -> assertThat(this.recorder.events()).containsExactly(1, 2, 3, "end"));
		}
	}

	private Caller caller(Executor executor) {
		return caller(executor, new PublisherAdapter());
	}

	private Caller caller(Executor executor, ReturnAdapter adapter) {
		CallSettings settings = new CallSettings("math", ProtocolVersion.V3, null, CallOptions.DEFAULTS, Duration.ZERO,
				executor, List.of(), List.of(), null, List.of(adapter));
		return new Caller(settings, new MessageCodec(CodecLimits.DEFAULTS), this.worker, null);
	}

	private static EncodedValue number(int value) {
		return new EncodedValue(new byte[] { (byte) value }, 0, 1);
	}

	private static EncodedValue array(int... values) {
		byte[] bytes = new byte[values.length + 1];
		bytes[0] = (byte) (0x90 + values.length);
		for (int i = 0; i < values.length; i++) {
			bytes[i + 1] = (byte) values[i];
		}
		return new EncodedValue(bytes, 0, bytes.length);
	}

	interface Numbers {

		Flow.Publisher<Integer> upTo(int number);

		@MultifrostFunction(idempotent = true)
		Flow.Publisher<Integer> untilLost();

	}

	public static class Functions {

		public List<Integer> upTo(int number) {
			return IntStream.rangeClosed(1, number).boxed().toList();
		}

	}

	private static class ItemTypeAdapter implements ReturnAdapter {

		@Override
		public @Nullable Type resultType(Type returnType) {
			return null;
		}

		@Override
		public Object adapt(Supplier<CompletableFuture<Object>> call) {
			throw new IllegalStateException("not a stream");
		}

		@Override
		public Type itemType(Type returnType) {
			return ((ParameterizedType) returnType).getActualTypeArguments()[0];
		}

	}

	private static final class PublisherAdapter extends ItemTypeAdapter {

		@Override
		public Object adaptStream(Flow.Publisher<Object> items, Type returnType) {
			return items;
		}

	}

}
