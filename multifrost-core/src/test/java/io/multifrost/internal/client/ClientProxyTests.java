package io.multifrost.internal.client;

import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import kotlin.Metadata;
import kotlin.jvm.functions.Function0;
import kotlin.text.MatchGroupCollection;
import kotlin.text.MatchResult;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostFunction;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.InProcess;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ReturnAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for typed clients.
 */
class ClientProxyTests {

	private static ParentWorker worker;

	@BeforeAll
	static void startWorker() {
		worker = InProcess.spawn(new Functions()).returnAdapter(new SupplierAdapter()).start();
	}

	@AfterAll
	static void stopWorker() {
		worker.stop();
	}

	private final Client client = worker.as(Client.class);

	@Test
	void callsTheFunctionOfTheMethodsName() {
		assertThat(this.client.add(1, 2)).isEqualTo(3);
		assertThat(this.client.greet(new Person("Ada", 36))).isEqualTo(new Greeting("Hello Ada", List.of(36)));
	}

	@Test
	void callsTheFunctionThatTheAnnotationNames() {
		assertThat(this.client.sum(1, 2)).isEqualTo(3);
	}

	@Test
	void returnsNothing() {
		this.client.nothing();
		assertThat(this.client.find("nobody")).isEmpty();
		assertThat(this.client.find("ada")).contains("Ada");
	}

	@Test
	void returnsFutures() throws Exception {
		assertThat(this.client.addLater(1, 2).get(10, TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(this.client.addAtSomeStage(1, 2).toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void returnsWhatAnAdapterMakes() {
		Supplier<Long> sum = this.client.addOnDemand(1, 2);
		assertThat(sum.get()).isEqualTo(3);
		assertThat(sum.get()).isEqualTo(3);
	}

	@Test
	void takesOptionsThatAreNoArgument() {
		assertThat(this.client.addWith(1, CallOptions.DEFAULTS, 2)).isEqualTo(3);
		assertThat(this.client.addWith(1, null, 2)).isEqualTo(3);
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50)).withNamespace("elsewhere");
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> this.client.addWith(1, options, 2));
	}

	@Test
	void hasOptionsOfItsOwn() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50)).withNamespace("elsewhere");
		Client elsewhere = worker.as(Client.class, options);
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> elsewhere.add(1, 2));
	}

	@Test
	void throwsWhatTheCallThrows() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(this.client::missing)
			.withMessageContaining("'missing' not found");
	}

	@Test
	void runsDefaultMethodsItself() {
		assertThat(this.client.twice(4)).isEqualTo(8);
	}

	@Test
	void isAnObject() {
		assertThat(this.client).isEqualTo(this.client).isNotEqualTo(worker.as(Client.class));
		assertThat(this.client.hashCode()).isEqualTo(this.client.hashCode());
		assertThat(this.client).hasToString("Client of worker 'in-process'");
	}

	@Test
	void hasToBeAnInterface() {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(String.class))
			.withMessageContaining("java.lang.String");
	}

	@Test
	void hasToNameItsTypes() {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(GenericClient.class))
			.withMessageContaining("type parameters");
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(GenericMethodClient.class))
			.withMessageContaining("Method get of client " + GenericMethodClient.class.getName())
			.withMessageContaining("type parameters");
	}

	@Test
	void cannotReturnOtherFutures() {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(FutureClient.class))
			.withMessageContaining("Method get of client")
			.withMessageContaining("CompletableFuture<T>");
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(RawFutureClient.class))
			.withMessageContaining("CompletableFuture<T>");
	}

	@Test
	void cannotReturnWhatNoValueIsConvertedTo() {
		for (Class<?> type : List.of(IteratorClient.class, CallableClient.class, PageClient.class,
				NestedClient.class)) {
			assertThatIllegalArgumentException().isThrownBy(() -> worker.as(type))
				.withMessageContaining("Method get of client " + type.getName() + " returns ")
				.withMessageContaining("which is not supported; return the value");
		}
		assertThat(worker.as(ShapeClient.class)).isNotNull();
		assertThat(worker.as(StreamClient.class)).isNotNull();
		assertThat(worker.as(PublisherClient.class)).isNotNull();
	}

	@Test
	void cannotTakeCode() {
		for (Class<?> type : List.of(LambdaClient.class, KotlinLambdaClient.class, FutureArgumentClient.class)) {
			assertThatIllegalArgumentException().isThrownBy(() -> worker.as(type))
				.withMessageContaining("Method send of client " + type.getName() + " takes ")
				.withMessageContaining("which cannot be sent to another process");
		}
	}

	@Test
	void runsCodeThatKotlinHasPutBesideTheInterface() {
		assertThat(worker.as(KotlinClient.class).addOne(2)).isEqualTo(3);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(worker.as(KotlinClient.class)::fail);
	}

	@Test
	void takesAVariableNumberOfArgumentsOneByOne() {
		VariableClient variable = worker.as(VariableClient.class);
		assertThat(variable.count()).isZero();
		assertThat(variable.count("a", List.of(1, 2), null)).isEqualTo(3);
		assertThat(variable.total("sum", 1, 2, 3)).isEqualTo("sum 6");
		assertThat(variable.total("nothing")).isEqualTo("nothing 0");
		assertThat(variable.totalWith(CallOptions.DEFAULTS, "sum", 1L, 2L)).isEqualTo("sum 3");
		assertThat(variable.add(1, 2)).isEqualTo(3);
		// As clients in other languages have called it.
		assertThat(worker.call("total", String.class, "sum", List.of(1, 2))).isEqualTo("sum 3");
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("total", String.class))
			.withMessageContaining("expects at least 1 argument (String) but got 0");
	}

	@Test
	void takesOptionsAfterTheArguments() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50)).withNamespace("elsewhere");
		assertThat(worker.call("add", Long.class, 1, 2, CallOptions.DEFAULTS)).isEqualTo(3);
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> worker.call("add", Long.class, 1, 2, options));
		assertThat(worker.callAsync("add", Long.class, 1, 2, options)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CallTimeoutException.class);
	}

	@Test
	void knowsTheTypesOfAGenericInterface() {
		PersonClient people = worker.as(PersonClient.class);
		assertThat(people.copy(new Person("Ada", 36))).isEqualTo(new Person("Ada", 36));
		assertThat(people.copyAll(List.of(new Person("Ada", 36)))).containsExactly(new Person("Ada", 36));
		assertThat(people.copyArray(new Person("Ada", 36))).containsExactly(new Person("Ada", 36));
		assertThat(people.copyLater(new Person("Ada", 36)).join()).isEqualTo(new Person("Ada", 36));
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(FutureCrudClient.class))
			.withMessageMatching("Method copy\\w* of client .*Crud .*")
			.withMessageContaining("java.util.concurrent.Future<java.lang.String>");
	}

	@Test
	void refusesNothingWhereAResultIsPromised() {
		MarkedClient marked = worker.as(MarkedClient.class);
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> marked.find("nobody"))
			.withMessageStartingWith(
					"Function 'find' of worker 'in-process' answered nothing, but method find of client "
							+ MarkedClient.class.getName() + " promises a result of type String");
		assertThat(marked.find("ada")).isEqualTo("Ada");
		assertThat(marked.findMaybe("nobody")).isNull();
		assertThat(marked.findLater("nobody").join()).isNull();
		assertThat(marked.findOptionally("nobody")).isEmpty();
		marked.nothing();
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> worker.as(NonNullClient.class).find("nobody"));
	}

	@Test
	void readsNullnessOfKotlin() throws NoSuchMethodException {
		assertThat(ResultNullness.isNonNull(MatchResult.class.getMethod("getValue"))).isTrue();
		assertThat(ResultNullness.isNonNull(MatchResult.class.getMethod("next"))).isFalse();
		assertThat(ResultNullness.isNonNull(MatchGroupCollection.class.getMethod("get", int.class))).isFalse();
		assertThat(ResultNullness.isNonNull(kotlin.sequences.Sequence.class.getMethod("iterator"))).isTrue();
	}

	@Test
	void cannotTakeOptionsTwice() {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(TwoOptionsClient.class))
			.withMessageContaining("more than one parameter of type CallOptions");
	}

	record Person(String name, int age) {
	}

	record Greeting(String text, List<Integer> ages) {
	}

	interface Client {

		long add(long a, long b);

		@MultifrostFunction("add")
		int sum(int a, int b);

		Greeting greet(Person person);

		void nothing();

		Optional<String> find(String name);

		@MultifrostFunction("add")
		CompletableFuture<Long> addLater(long a, long b);

		@MultifrostFunction("add")
		CompletionStage<Long> addAtSomeStage(long a, long b);

		@MultifrostFunction("add")
		Supplier<Long> addOnDemand(long a, long b);

		@MultifrostFunction("add")
		long addWith(long a, CallOptions options, long b);

		void missing();

		default long twice(long number) {
			return add(number, number);
		}

	}

	public static class Functions {

		public long add(long a, long b) {
			return a + b;
		}

		public Greeting greet(Person person) {
			return new Greeting("Hello " + person.name(), List.of(person.age()));
		}

		public void nothing() {
		}

		public int count(Object... values) {
			return values.length;
		}

		public String total(String name, long... values) {
			return name + " " + LongStream.of(values).sum();
		}

		public Person copy(Person person) {
			return person;
		}

		public List<Person> copyAll(List<Person> people) {
			return people;
		}

		public String find(String name) {
			return "ada".equals(name) ? "Ada" : null;
		}

	}

	interface StreamClient {

		Stream<String> get();

	}

	interface IteratorClient {

		CompletableFuture<Iterator<String>> get();

	}

	interface CallableClient {

		Callable<String> get();

	}

	interface PageClient {

		Page<String> get();

	}

	interface Page<T> extends Iterable<T> {

	}

	interface PublisherClient {

		Flow.Publisher<String> get();

	}

	interface NestedClient {

		Map<String, List<Page<String>>> get();

	}

	interface ShapeClient {

		Shape get();

		void put(Shape shape);

		@SuppressWarnings("overloads")
		Map.Entry<String, JsonNode> tree(Path path, Iterable<String> names);

	}

	@JsonDeserialize(as = Circle.class)
	interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	interface LambdaClient {

		void send(Supplier<String> code);

	}

	interface KotlinLambdaClient {

		void send(List<Function0<String>> code);

	}

	interface FutureArgumentClient {

		void send(CompletableFuture<String> value);

	}

	/**
	 * As the compiler of Kotlin makes it with {@code -jvm-default=disable}.
	 */
	@Metadata
	interface KotlinClient {

		int add(int a, int b);

		int addOne(int a);

		void fail();

		final class DefaultImpls {

			private DefaultImpls() {
			}

			public static int addOne(KotlinClient client, int a) {
				return client.add(a, 1);
			}

			public static void fail(KotlinClient client) {
				throw new IllegalStateException(client.toString());
			}

		}

	}

	interface VariableClient {

		int count(Object... values);

		String total(String name, long... values);

		@MultifrostFunction("total")
		String totalWith(CallOptions options, String name, Long... values);

		long add(Object... values);

	}

	interface Crud<T> {

		T copy(T value);

		List<T> copyAll(List<? extends T> values);

		@MultifrostFunction("copyAll")
		T[] copyArrayOf(List<T> values);

		@MultifrostFunction("copy")
		CompletableFuture<T> copyLater(T value);

	}

	interface KeyedCrud<K, V> extends Crud<V> {

	}

	interface PersonClient extends KeyedCrud<Long, Person> {

		default Person[] copyArray(Person person) {
			return copyArrayOf(List.of(person));
		}

	}

	interface FutureCrudClient extends Crud<Future<String>> {

	}

	@NullMarked
	interface MarkedClient {

		String find(String name);

		@MultifrostFunction("find")
		@Nullable String findMaybe(String name);

		@MultifrostFunction("find")
		CompletableFuture<String> findLater(String name);

		@MultifrostFunction("find")
		Optional<String> findOptionally(String name);

		void nothing();

	}

	interface NonNullClient {

		@NonNull String find(String name);

	}

	interface GenericClient<T> {

		T get();

	}

	interface GenericMethodClient {

		<T extends Serializable> T get();

	}

	interface FutureClient {

		Future<String> get();

	}

	interface RawFutureClient {

		@SuppressWarnings("rawtypes")
		CompletableFuture get();

	}

	interface TwoOptionsClient {

		void get(CallOptions first, CallOptions second);

	}

	static class SupplierAdapter implements ReturnAdapter {

		@Override
		public Type resultType(Type returnType) {
			return (returnType instanceof ParameterizedType type && type.getRawType() == Supplier.class)
					? type.getActualTypeArguments()[0] : null;
		}

		@Override
		public Object adapt(Supplier<CompletableFuture<Object>> call) {
			return (Supplier<Object>) () -> call.get().join();
		}

	}

}
