package io.multifrost.spring.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.child.CallArguments;
import io.multifrost.child.CallHandler;

/**
 * What a {@link MultifrostTestWorker} of lambda expressions was called with, in the order
 * in which the calls came, to be verified by a test:
 * {@code verify(math).called("add", 1, 2)}. Safe for use by several threads.
 */
public final class RecordedCalls {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private final String worker;

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	RecordedCalls(String worker) {
		this.worker = worker;
	}

	/**
	 * Return the calls of a worker, to be verified.
	 * @param worker the worker
	 * @return the calls that it was given since it was made, or since they were forgotten
	 * @throws IllegalStateException if it is a worker of an object: a mock can be
	 * verified itself
	 */
	public static RecordedCalls verify(MultifrostTestWorker worker) {
		return worker.calls();
	}

	/**
	 * Verify that a function was called once with these arguments.
	 * @param function the name of the function
	 * @param arguments the arguments as they travel: numbers are compared by value,
	 * records and beans by their properties
	 * @throws AssertionError if it was not, or more often
	 */
	public void called(String function, @Nullable Object... arguments) {
		called(1, function, arguments);
	}

	/**
	 * Verify how often a function was called with these arguments.
	 * @param times how often
	 * @param function the name of the function
	 * @param arguments the arguments as they travel
	 * @throws AssertionError if it was called more often, or less
	 */
	public void called(int times, String function, @Nullable Object... arguments) {
		Call expected = new Call(function, Arrays.asList(arguments));
		long found = this.calls.stream().filter((call) -> call.text().equals(expected.text())).count();
		if (found != times) {
			throw new AssertionError("Worker '" + this.worker + "' was called " + found + " times, not " + times
					+ ", with " + expected.text() + "; all calls: " + this);
		}
	}

	/**
	 * Verify that a function was not called at all.
	 * @param function the name of the function
	 * @throws AssertionError if it was
	 */
	public void neverCalled(String function) {
		if (this.calls.stream().anyMatch((call) -> call.function().equals(function))) {
			throw new AssertionError(
					"Worker '" + this.worker + "' was called with " + function + "; all calls: " + this);
		}
	}

	/**
	 * Return all calls.
	 * @return the calls, the first one first
	 */
	public List<Call> all() {
		return List.copyOf(this.calls);
	}

	/**
	 * Forget the calls, as before a test that shares the worker with others.
	 */
	public void forget() {
		this.calls.clear();
	}

	Map<String, CallHandler> recording(Map<String, ? extends CallHandler> functions) {
		return functions.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (function) -> (arguments) -> {
				this.calls.add(Call.of(function.getKey(), arguments));
				return function.getValue().handle(arguments);
			}));
	}

	@Override
	public String toString() {
		return this.calls.isEmpty() ? "none" : this.calls.stream().map(Call::text).collect(Collectors.joining(", "));
	}

	/**
	 * A call that has come.
	 *
	 * @param function the name of the function
	 * @param arguments the arguments as they came
	 */
	public record Call(String function, List<@Nullable Object> arguments) {

		private static Call of(String function, CallArguments arguments) {
			List<@Nullable Object> all = new ArrayList<>();
			IntStream.range(0, arguments.size()).forEach((index) -> all.add(arguments.get(index)));
			return new Call(function, all);
		}

		/**
		 * By which calls are compared: JSON knows no kinds of whole numbers, and the
		 * order of a map is none that has travelled.
		 */
		private String text() {
			return this.arguments.stream()
				.map(MAPPER::writeValueAsString)
				.collect(Collectors.joining(", ", this.function + "(", ")"));
		}

	}

}
