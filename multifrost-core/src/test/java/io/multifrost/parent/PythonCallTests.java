package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.CallTimeoutException;
import io.multifrost.KeywordArgument;
import io.multifrost.MultifrostFunction;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What calls of plain Python functions can do more than others: keyword arguments, and
 * reports of progress.
 */
@RequiresPython
@Timeout(120)
class PythonCallTests {

	private static final String JOBS = """
			import datetime
			import time

			import multifrost_worker


			def scale(value: float, factor: float = 2.0, *, places: int = 1) -> float:
				return round(value * factor, places)


			def weekday(day: datetime.date = datetime.date(2026, 1, 1), *more: int) -> list:
				return [day.weekday(), *more]


			def train(steps: int):
				for step in range(steps):
					multifrost_worker.call().progress(step + 1, steps, f"step {step + 1}")
				return multifrost_worker.call().metadata.get("accept")


			def never_ends():
				while not multifrost_worker.call().cancelled:
					multifrost_worker.call().progress(1)
					time.sleep(0.01)
			""";

	@TempDir
	private static Path directory;

	private static ParentWorker worker;

	private final List<CallProgress> told = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() throws IOException {
		worker = jobs().start();
	}

	@AfterAll
	static void stop() {
		worker.close();
	}

	private static ParentWorkerBuilder jobs() throws IOException {
		Path script = Files.writeString(directory.resolve("jobs.py"), JOBS);
		return ParentWorker
			.spawn(PythonWorker.script(script.toString()).executable(Python.executable().toString()).build());
	}

	@Test
	void whatHasADefaultMayBeLeftOut() {
		assertThat(worker.call("scale", Double.class, 1.26)).isEqualTo(2.5);
		assertThat(worker.call("scale", Double.class, 1.26, 3)).isEqualTo(3.8);
		Jobs jobs = worker.as(Jobs.class);
		assertThat(jobs.scale(1.26)).isEqualTo(2.5);
		assertThat(jobs.scale(1.26, 3)).isEqualTo(3.8);
	}

	@Test
	void argumentsAreGivenByTheirNames() {
		CallOptions places = CallOptions.DEFAULTS.withKeywordArgument("places", 3);
		assertThat(worker.call(places, "scale", Double.class, 1.26)).isEqualTo(2.52);
		assertThat(worker.call(places.withKeywordArgument("value", 1.2345), "scale", Double.class)).isEqualTo(2.469);
		assertThat(worker.callAsync(places, "scale", Double.class, 1.2345).join()).isEqualTo(2.469);
	}

	@Test
	void aParameterOfAClientIsGivenByItsName() {
		Jobs jobs = worker.as(Jobs.class);
		assertThat(jobs.scaleTo(2, 1.2345)).isEqualTo(2.47);
		assertThat(jobs.scaleLater(1.2345, CallOptions.DEFAULTS.withKeywordArgument("factor", 1), 2).join())
			.isEqualTo(1.23);
		assertThat(jobs.weekday(LocalDate.of(2026, 1, 3))).containsExactly(5L);
		assertThat(jobs.weekdayOf("2026-01-03", 7, 8)).containsExactly(5L, 7L, 8L);
	}

	@Test
	void keywordArgumentsThatDoNotFitNameFunctionAndParameter() {
		refused(CallOptions.DEFAULTS.withKeywordArgument("faktor", 2), "scale()", "unexpected", "'faktor'");
		refused(CallOptions.DEFAULTS.withKeywordArgument("value", 2), "scale()", "multiple values", "'value'");
		refused(CallOptions.DEFAULTS.withKeywordArgument("places", "x"), "scale()", "parameter 'places' must be");
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withKeywordArgument("places", 1), "scale", Double.class))
			.withMessageContaining("scale()")
			.withMessageContaining("missing 1 required positional argument: 'value'");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withKeywordArgument("places", new Object()), "scale",
					Double.class, 1))
			.withMessageContaining("keyword argument 'places' of function 'scale'");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> worker.as(Jobs.class).scaleLater(1, CallOptions.DEFAULTS.withKeywordArgument("places", 1), 2))
			.withMessageContaining("Function 'scale'")
			.withMessageContaining("'places' twice");
	}

	private static void refused(CallOptions options, String... words) {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> worker.call(options, "scale", Double.class, 1))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(words));
	}

	@Test
	void aWorkerThatDoesNotKnowKeywordArgumentsIsNotCalled() {
		try (ParentWorker other = ParentWorker.spawn(Python.documentedWorker().toString())
			.executable(Python.executable().toString())
			.name("other")
			.start()) {
			CallOptions options = CallOptions.DEFAULTS.withKeywordArgument("b", 2);
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> other.call(options, "add", Long.class, 1))
				.withMessage("Function 'add' of worker 'other' cannot be given keyword arguments: the worker does not"
						+ " say that it knows them (feature 'kwargs'); give all arguments by position, or serve the"
						+ " function with this library, in Python or Java");
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> other.callAsync(options, "add", Long.class, 1).join())
				.withCauseInstanceOf(ValueConversionException.class);
			assertThat(other.inFlight()).isZero();
			assertThat(other.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void clientsAreCheckedForTheirKeywordArguments() {
		invalid(TwiceTheSame.class, "has more than one parameter for the keyword argument 'a'");
		invalid(NoName.class, "has @KeywordArgument at parameter 1 without a name");
		invalid(OptionsByName.class, "has @KeywordArgument at parameter 1, whose type CallOptions is no argument");
	}

	private static void invalid(Class<?> client, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> worker.as(client))
			.withMessage("Method scale of client " + client.getName() + " " + problem);
	}

	@Test
	void progressArrivesAtTheCallsListener() {
		assertThat(worker.call(CallOptions.DEFAULTS.onProgress(this.told::add), "train", Object.class, 500))
			.isEqualTo(List.of("progress"));
		await().until(() -> !this.told.isEmpty() && this.told.get(this.told.size() - 1).done() == 500);
		assertThat(this.told).isSortedAccordingTo((a, b) -> Double.compare(a.done(), b.done()));
		CallProgress last = this.told.get(this.told.size() - 1);
		assertThat(last).isEqualTo(new CallProgress(last.callId(), "train", 500, 500.0, "step 500"));
		assertThat(worker.call("train", Object.class, 10)).isNull();
	}

	@Test
	void progressArrivesAtTheWorkersListenersAndInItsSnapshot() throws IOException {
		Map<String, Double> last = new ConcurrentHashMap<>();
		try (ParentWorker listened = jobs()
			.progressListener((name, progress) -> last.put(name + " " + progress.function(), progress.done()))
			.start()) {
			assertThat(listened.call("train", Object.class, 10)).isEqualTo(List.of("progress"));
			await().until(() -> last.equals(Map.of("jobs train", 10.0)));
			assertThat(listened.snapshot().instances().get(0).progress()).isEmpty();
			CompletableFuture<Void> endless = listened.callAsync("never_ends", Void.class);
			await().until(() -> !listened.snapshot().instances().get(0).progress().isEmpty());
			assertThat(listened.snapshot().instances().get(0).progress()).singleElement()
				.satisfies((progress) -> assertThat(progress)
					.isEqualTo(new CallProgress(progress.callId(), "never_ends", 1, null, null)));
			endless.cancel(true);
			await().until(() -> listened.snapshot().instances().get(0).progress().isEmpty());
		}
	}

	@Test
	void reportsGiveACallNoMoreTime() {
		CallOptions options = CallOptions.DEFAULTS.onProgress(this.told::add).withTimeout(Duration.ofMillis(500));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> worker.call(options, "never_ends", Void.class));
		assertThat(this.told).isNotEmpty();
	}

	/**
	 * A client of the functions.
	 */
	interface Jobs {

		double scale(double value);

		double scale(double value, double factor);

		@MultifrostFunction("scale")
		double scaleTo(@KeywordArgument("places") int places, double value);

		@MultifrostFunction("scale")
		CompletableFuture<Double> scaleLater(@KeywordArgument("value") double value, CallOptions options,
				@KeywordArgument("places") int places);

		List<Long> weekday(@KeywordArgument("day") LocalDate day);

		@MultifrostFunction("weekday")
		List<Long> weekdayOf(String day, int... more);

	}

	interface TwiceTheSame {

		void scale(@KeywordArgument("a") int a, @KeywordArgument("a") int b);

	}

	interface NoName {

		void scale(@KeywordArgument(" ") int a);

	}

	interface OptionsByName {

		void scale(@KeywordArgument("a") CallOptions options);

	}

}
