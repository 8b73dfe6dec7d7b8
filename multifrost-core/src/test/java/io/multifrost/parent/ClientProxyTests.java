package io.multifrost.parent;

import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostFunction;
import io.multifrost.RemoteCallException;

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

		public String find(String name) {
			return "ada".equals(name) ? "Ada" : null;
		}

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
