package io.multifrost.internal.serving;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import io.multifrost.MultifrostFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FunctionTable}.
 */
class FunctionTableTests {

	private final FunctionTable table = new FunctionTable();

	@Test
	void servesThePublicMethodsOfAClassWithoutMarks() {
		serve(new Unmarked());
		assertThat(this.table.names("default")).containsExactly("add");
		assertThat(call("add", 1L, 2L)).isEqualTo(3L);
	}

	@Test
	void leavesOutWhatIsStaticInheritedOrOfEveryObject() {
		serve(new Unmarked());
		assertThat(this.table.find("default", "equals")).isNull();
		assertThat(this.table.find("default", "hashCode")).isNull();
		assertThat(this.table.find("default", "toString")).isNull();
		assertThat(this.table.find("default", "inherited")).isNull();
		assertThat(this.table.find("default", "main")).isNull();
		assertThat(this.table.find("default", "getClass")).isNull();
	}

	@Test
	void leavesOutWhatFrameworksCallAndSettersUnlessTheyAreMarked() {
		serve(new Managed());
		assertThat(this.table.names("default")).containsExactly("close", "getRate", "rate");
		assertThat(call("close", "the door")).isEqualTo("closed the door");
	}

	@Test
	void servesWhatIsOnlyNamedLikeAMethodOfEveryObject() {
		serve(new Namesakes());
		assertThat(call("toString", "x")).isEqualTo("text of x");
		assertThat(call("equals", "x", "x")).isEqualTo(true);
	}

	@Test
	void servesMarkedMethodsAloneWhateverTheirVisibility() {
		serve(new Marked());
		assertThat(this.table.names("default")).containsExactly("closed", "hidden", "renamed");
		assertThat(call("renamed", 4)).isEqualTo(5);
		assertThat(call("closed")).isEqualTo("package-private");
		assertThat(call("hidden")).isEqualTo("private");
		assertThat(this.table.find("default", "unmarked")).isNull();
		assertThat(this.table.find("default", "original")).isNull();
	}

	@Test
	void leavesOutTheBridgesOfGenericMethods() {
		serve(new Shouting());
		assertThat(this.table.names("default")).containsExactly("call");
		assertThat(call("call")).isEqualTo("hey");
	}

	@Test
	void listsNamesInTheirOrderAndForGood() {
		serve(new Marked());
		List<String> names = this.table.names("default");
		serve(new Unmarked());
		assertThat(names).containsExactly("closed", "hidden", "renamed");
		assertThat(this.table.names("default")).isSorted().hasSize(4);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> names.add("more"));
	}

	@Test
	void keepsTheGenericTypesOfParameters() throws NoSuchMethodException {
		serve(new Generic());
		assertThat(this.table.find("default", "sum").parameterTypes())
			.containsExactly(Generic.class.getMethod("sum", List.class).getGenericParameterTypes());
	}

	@Test
	void refusesAClassWithoutFunctions() {
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new Nothing()))
			.withMessageContaining(Nothing.class.getName())
			.withMessageContaining("has no function")
			.withMessageContaining("@MultifrostFunction");
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new Object()));
	}

	@Test
	void refusesNamesThatThePublicProtocolHides() {
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new Hidden()))
			.withMessageContaining("'_secret'")
			.withMessageContaining(Hidden.class.getName());
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new HiddenByItsMark()))
			.withMessageContaining("'_other'");
	}

	@Test
	void refusesNamesThatTheProtocolItselfAnswers() {
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new Listing()))
			.withMessageContaining("'list_functions'")
			.withMessageContaining(Listing.class.getName());
	}

	@Test
	void refusesTwoFunctionsOfOneNameAndNamesBoth() {
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new Overloaded()))
			.withMessageContaining("'twice'")
			.withMessageContaining(Overloaded.class.getName() + ".twice")
			.withMessageContaining(Overloaded.class.getName() + ".second");
	}

	@Test
	void refusesANameThatAnotherObjectServes() {
		serve(new Unmarked());
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new AlsoAdding()))
			.withMessageContaining("'add'")
			.withMessageContaining(Unmarked.class.getName())
			.withMessageContaining(AlsoAdding.class.getName());
	}

	@Test
	void keepsNamespacesApart() {
		FunctionTable unnamed = new FunctionTable();
		unnamed.add(new Unmarked(), Unmarked.class, FunctionTable.DEFAULT);
		unnamed.add(new AlsoAdding(), AlsoAdding.class, "other");
		FunctionTable named = unnamed.complete("math", List.of());
		assertThat(named.names("math")).containsExactly("add");
		assertThat(named.names("other")).containsExactly("add");
		assertThat(named.find("other", "missing")).isNull();
		assertThat(named.serves("math")).isTrue();
		assertThat(named.serves("default")).isFalse();
		assertThat(named.serves(FunctionTable.DEFAULT)).isFalse();
		assertThat(named.names("missing")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> unnamed.complete("other", List.of()))
			.withMessageContaining("'add'")
			.withMessageContaining("namespace 'other'");
	}

	@Test
	void refusesAMarkOnAStaticMethod() {
		// Left out in silence it would open all public methods where it is the only mark.
		assertThatIllegalArgumentException().isThrownBy(() -> serve(new StaticallyMarked()))
			.withMessageContaining("'create'")
			.withMessageContaining("static");
	}

	@Test
	void callsASubclassThatStandsInForTheObject() {
		List<String> seen = new ArrayList<>();
		this.table.add(new Counter() {
			@Override
			public int count(int by) {
				seen.add("proxy");
				return super.count(by);
			}
		}, Counter.class, "default");
		assertThat(call("count", 3)).isEqualTo(3);
		assertThat(seen).containsExactly("proxy");
		assertThat(this.table.names("default")).containsExactly("count");
	}

	@Test
	void callsAProxyThroughTheInterfaceThatHasTheMethod() {
		List<String> seen = new ArrayList<>();
		this.table.add(proxyOf(new Counter(), seen, AutoCloseable.class, SubCounting.class), Counter.class, "default");
		assertThat(call("count", 4)).isEqualTo(4);
		assertThat(seen).containsExactly("count");
	}

	@Test
	void callsAProxyThroughAGenericInterface() {
		List<String> seen = new ArrayList<>();
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Finder.class },
				(self, method, arguments) -> {
					seen.add(method.toGenericString());
					return new NameFinder().find((String) arguments[0]);
				});
		this.table.add(proxy, NameFinder.class, "default");
		assertThat(this.table.find("default", "find").parameterTypes()).containsExactly(String.class);
		assertThat(call("find", "Ada")).isEqualTo("found Ada");
		assertThat(seen).hasSize(1);
	}

	@Test
	void refusesAProxyWhoseGenericMethodMayBeEitherOfTwo() {
		Object proxy = proxyOf(new TwoFinders(), new ArrayList<>(), Finder.class);
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.add(proxy, TwoFinders.class, "default"))
			.withMessageContaining("'findByNumber'")
			.withMessageContaining("generic");
	}

	@Test
	void refusesAProxyThatDoesNotHaveTheMethod() {
		Object proxy = proxyOf(new Counter(), new ArrayList<>(), AutoCloseable.class);
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.add(proxy, Counter.class, "default"))
			.withMessageContaining("'count'")
			.withMessageContaining(Counter.class.getName())
			.withMessageContaining("proxy");
	}

	@Test
	void throwsWhatTheFunctionThrew() {
		serve(new Throwing());
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> invoke("interrupt"))
			.withMessage("on purpose");
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> invoke("recurse", 1L));
	}

	private void serve(Object target) {
		this.table.add(target, target.getClass(), "default");
	}

	private Object call(String name, Object... arguments) {
		try {
			return invoke(name, arguments);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private Object invoke(String name, Object... arguments) throws Throwable {
		return this.table.find("default", name).invoke(null, arguments);
	}

	private static Object proxyOf(Object target, List<String> seen, Class<?>... interfaces) {
		return Proxy.newProxyInstance(FunctionTableTests.class.getClassLoader(), interfaces,
				(proxy, method, arguments) -> {
					seen.add(method.getName());
					try {
						return target.getClass()
							.getMethod(method.getName(), method.getParameterTypes())
							.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	/** Generic. */
	public interface Finder<T> {

		String find(T key);

	}

	public static class NameFinder implements Finder<String> {

		@Override
		public String find(String key) {
			return "found " + key;
		}

	}

	public static class TwoFinders implements Finder<String> {

		@Override
		public String find(String key) {
			return "by name";
		}

		@MultifrostFunction("findByNumber")
		public String find(Integer key) {
			return "by number";
		}

	}

	public static class Base {

		public String inherited() {
			return "inherited";
		}

	}

	public static class Unmarked extends Base {

		public static void main(String[] arguments) {
			throw new IllegalStateException("Not a function: " + List.of(arguments));
		}

		public long add(long a, long b) {
			return a + b;
		}

		long closed() {
			return 1;
		}

		protected long guarded() {
			return 2;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Unmarked;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			return "Unmarked";
		}

	}

	public static class Namesakes {

		public boolean equals(String one, String other) {
			return one.equals(other);
		}

		public String toString(String value) {
			return "text of " + value;
		}

	}

	public static class Marked {

		@MultifrostFunction("renamed")
		public int original(int value) {
			return value + 1;
		}

		@MultifrostFunction
		String closed() {
			return "package-private";
		}

		@MultifrostFunction
		private String hidden() {
			return "private";
		}

		public String unmarked() {
			return hidden();
		}

	}

	static class Shouting implements Callable<String> {

		@Override
		public String call() {
			return "hey";
		}

	}

	public static class Generic {

		public long sum(List<Long> values) {
			return values.stream().mapToLong((value) -> value).sum();
		}

	}

	static class Nothing {

		void closed() {
		}

	}

	public static class Hidden {

		public void _secret() {
		}

	}

	public static class HiddenByItsMark {

		@MultifrostFunction("_other")
		public void open() {
		}

	}

	public static class Listing {

		@MultifrostFunction("list_functions")
		public List<String> mine() {
			return List.of();
		}

	}

	public static class Overloaded {

		@MultifrostFunction
		public int twice(int value) {
			return 2 * value;
		}

		@MultifrostFunction("twice")
		public int second(int value) {
			return 2 * value;
		}

	}

	public static class AlsoAdding {

		public long add(long value) {
			return value;
		}

	}

	public static class StaticallyMarked {

		@MultifrostFunction
		public static String create() {
			return "created";
		}

		public void open() {
		}

	}

	interface Counting {

		int count(int by);

	}

	interface SubCounting extends Counting {

	}

	static class Counter implements SubCounting {

		private int count;

		@Override
		public int count(int by) {
			this.count += by;
			return this.count;
		}

	}

	public static class Throwing {

		public void interrupt() throws InterruptedException {
			throw new InterruptedException("on purpose");
		}

		public long recurse(long value) {
			return recurse(value + 1) + 1;
		}

	}

	/**
	 * A bean as containers manage it.
	 */
	public static class Managed implements AutoCloseable, Comparable<Managed>, Cloneable {

		private double rate;

		public double rate() {
			return this.rate;
		}

		public double getRate() {
			return this.rate;
		}

		public void setRate(double rate) {
			this.rate = rate;
		}

		@Override
		public void close() {
			this.rate = -1;
		}

		public String close(String what) {
			return "closed " + what;
		}

		@Override
		public int compareTo(Managed other) {
			return Double.compare(this.rate, other.rate);
		}

		@Override
		public Managed clone() throws CloneNotSupportedException {
			return (Managed) super.clone();
		}

	}

}
