package io.multifrost.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What this project wants to reach. All but the last ones are ratios of what was measured
 * side by side.
 */
final class Goals {

	private static final String BARE = "multifrost";

	private static final double ALLOCATION = 1536;

	static final List<Goal> ALL = List.of(
			Goal.atMost(1.3, "one after another, p50: of JeroMQ's", p50("sequential", "jeromq")),
			Goal.atMost(0.7, "one after another, p50: of grpc-java's", p50("sequential", "grpc")),
			Goal.atMost(1, "one after another, p99: of grpc-java's",
					ratio(Result::p99, BARE, "sequential", "grpc", "sequential")),
			Goal.atLeast(8, "64 in flight, rate: of grpc-java's", rate("in-flight-64", "grpc")),
			Goal.atLeast(0.5, "64 in flight, rate: of JeroMQ's", rate("in-flight-64", "jeromq")),
			Goal.atLeast(10, "1,000 in flight, rate: of grpc-java's", rate("in-flight-1000", "grpc")),
			Goal.atLeast(0.5, "1,000 in flight, rate: of JeroMQ's", rate("in-flight-1000", "jeromq")),
			Goal.atLeast(10, "10,000 in flight, rate: of grpc-java's", rate("in-flight-10000", "grpc")),
			Goal.atLeast(0.5, "10,000 in flight, rate: of JeroMQ's", rate("in-flight-10000", "jeromq")),
			Goal.atLeast(0.8, "10,000 in flight, rate: of that with 1,000",
					ratio(Result::rate, BARE, "in-flight-10000", BARE, "in-flight-1000")),
			Goal.atLeast(0.7, "1 MiB there and back, rate: of JeroMQ's", rate("payload-1MiB", "jeromq")),
			Goal.atLeast(4, "1 MiB there and back, rate: of grpc-java's", rate("payload-1MiB", "grpc")),
			Goal.atMost(1, "small calls beside one of 16 MiB, p99: of its p50",
					extra("beside-payload-16MiB", "small_p99_of_large_p50")),
			Goal.atMost(2, "small calls beside 1,000 strangers of a service with keys, p99: of that without them",
					figure(KeyCost.KEYS, "beside-strangers-1000",
							(result) -> result.extra().get("p99_beside_of_alone"))),
			Goal.atMost(1.1, "Python worker, one after another, p50: of a pyzmq parent's",
					ratio(Result::p50, "python-multifrost", "sequential", "python-pyzmq", "sequential")),
			Goal.atMost(2, "plain Python module, one after another, p50: of Py4J's",
					ratio(Result::p50, "python-module", "sequential", "py4j", "sequential")),
			Goal.atLeast(3, "plain Python module, 64 in flight, rate: of Py4J's with 8 threads",
					ratio(Result::rate, "python-module", "in-flight-64", "py4j", "threads-8")),
			Goal.atLeast(8, "plain Python module, 64 in flight, rate: of grpcio's",
					ratio(Result::rate, "python-module", "in-flight-64", "python-grpc", "in-flight-64")),
			Goal.atMost(1.2, "8 MiB as arrays of NumPy there and back, p50: of that as bytes",
					ratio(Result::p50, "python-numpy", "payload-list-8MiB", "python-bytes", "payload-list-8MiB")),
			Goal.atMost(1.2, "1,000,000 numbers as arrays of NumPy there and back, p50: of Appose's shared memory",
					ratio(Result::p50, "python-numpy", "array-1000000", "appose", "array-1000000")),
			Goal.atMost(0.2, "1,000,000 numbers as arrays of NumPy there and back, p50: of that as bytes",
					ratio(Result::p50, "python-numpy", "array-1000000", "python-bytes", "array-1000000")),
			Goal.atLeast(3, "a stream of small items, rate: of grpc-java's", rate("stream", "grpc")),
			Goal.atMost(1.3, "a stream, p50 of the time to its first item: of a plain call's",
					extra("stream", "first_item_of_a_plain_call")),
			Goal.atMost(1.1, "breaker, metrics and observation, p50: of that without",
					ratio(Result::p50, "multifrost-full", "sequential", BARE, "sequential")),
			Goal.atMost(1.25, "p50 with 1,000 workers: of that with one",
					ratio(Result::p50, BARE, "workers-1000", BARE, "workers-1")),
			Goal.atMost(1.25, "p50 with 100,000 calls pending: of that with one",
					ratio(Result::p50, BARE, "pending-100000", BARE, "pending-1")),
			Goal.atMost(ALLOCATION, "bytes allocated a call by the parent, one after another",
					figure(BARE, "sequential", Result::parentBytes)),
			Goal.atMost(ALLOCATION, "bytes allocated a call by the worker, one after another",
					figure(BARE, "sequential", Result::workerBytes)),
			Goal.atMost(ALLOCATION, "bytes allocated a call by the parent, 64 in flight",
					figure(BARE, "in-flight-64", Result::parentBytes)),
			Goal.atMost(ALLOCATION, "bytes allocated a call by the worker, 64 in flight",
					figure(BARE, "in-flight-64", Result::workerBytes)),
			Goal.atMost(0.5, "100 idle workers: percent of one core", extra("idle-100", "cpu_percent_of_a_core")),
			Goal.atMost(4, "100 idle workers: threads more than for one",
					extra("idle-100", "threads_more_than_one_worker")),
			Goal.atMost(20, "start() returns after the worker is ready: ms", extra("start", "start_after_ready_ms")));

	private Goals() {
	}

	private static Function<Results, OptionalDouble> p50(String shape, String other) {
		return ratio(Result::p50, BARE, shape, other, shape);
	}

	private static Function<Results, OptionalDouble> rate(String shape, String other) {
		return ratio(Result::rate, BARE, shape, other, shape);
	}

	private static Function<Results, OptionalDouble> ratio(Function<Result, Double> field, String contender,
			String shape, String other, String otherShape) {
		return (results) -> {
			Optional<Result> own = results.find(contender, shape);
			Optional<Result> theirs = results.find(other, otherShape);
			return (own.isPresent() && theirs.isPresent())
					? OptionalDouble.of(field.apply(own.get()) / field.apply(theirs.get())) : OptionalDouble.empty();
		};
	}

	private static Function<Results, OptionalDouble> extra(String shape, String name) {
		return figure(BARE, shape, (result) -> result.extra().get(name));
	}

	private static Function<Results, OptionalDouble> figure(String contender, String shape,
			Function<Result, @Nullable Double> field) {
		return (results) -> {
			Double value = results.find(contender, shape).map(field).orElse(null);
			return (value != null) ? OptionalDouble.of(value) : OptionalDouble.empty();
		};
	}

}
