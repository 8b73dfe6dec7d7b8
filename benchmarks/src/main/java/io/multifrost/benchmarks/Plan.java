package io.multifrost.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.multifrost.benchmarks.model.Shape;

/**
 * Which contenders are measured in which shapes.
 */
final class Plan {

	/** The contenders whose worker is in Python. */
	static final List<String> PYTHON = List.of("python-module", "python-multifrost", "python-pyzmq", "python-grpc",
			"py4j", "appose", "python-numpy", "python-bytes", "python-socket");

	private static final List<String> PYTHON_ADDING = List.of("python-module", "python-multifrost", "python-pyzmq",
			"python-grpc", "py4j", "appose");

	private static final List<String> BARE = List.of("multifrost", "multifrost-full", "multifrost-async", "jeromq",
			"socket", "grpc");

	private static final List<String> NON_BLOCKING = List.of("multifrost", "multifrost-full", "multifrost-async",
			"jeromq", "grpc");

	private static final List<String> JAVA = concat(BARE, List.of("http", "restclient"));

	private static final List<String> MULTIPLEXED = concat(BARE, List.of("http"));

	private static final List<String> THREADED = List.of("multifrost", "multifrost-full", "jeromq", "socket", "grpc",
			"http", "restclient");

	private static final List<String> PAYLOADS = List.of("multifrost", "jeromq", "socket", "grpc", "http");

	private static final List<String> SERVICES = List.of(KeyCost.PLAIN, KeyCost.KEYS);

	private static final List<String> ALONE = List.of("multifrost");

	private final Map<String, List<String>> contendersByShape = new LinkedHashMap<>();

	private Plan() {
	}

	static Plan full() {
		Plan plan = new Plan();
		plan.add(concat(JAVA, PYTHON_ADDING), "sequential");
		plan.add(MULTIPLEXED, "in-flight-1", "in-flight-8", "in-flight-64");
		plan.add(List.of("python-module", "python-multifrost", "python-pyzmq", "python-grpc"), "in-flight-64");
		plan.add(BARE, "in-flight-1000");
		// Not the socket: both of its sides write, and block, before they read.
		plan.add(NON_BLOCKING, "in-flight-10000");
		plan.add(THREADED, "threads-1", "threads-8", "threads-64");
		// Not with 64: each thread of Py4J's has a connection, and its worker queues five
		plan.add(List.of("python-module", "python-grpc", "py4j"), "threads-8");
		plan.add(List.of("python-module", "python-grpc"), "threads-64");
		plan.add(List.of("python-numpy", "python-bytes"), "payload-list-8MiB");
		plan.add(List.of("python-numpy", "python-bytes", "python-socket", "py4j", "appose"), "array-1000000");
		plan.add(List.of("multifrost", "grpc", "python-multifrost", "python-grpc"), "stream");
		plan.add(PAYLOADS, "payload-100", "payload-10KiB", "payload-1MiB", "payload-16MiB", "payload-list-100",
				"payload-list-10KiB", "payload-list-1MiB", "payload-list-16MiB");
		plan.add(SERVICES, KeyCost.SHAPES.toArray(String[]::new));
		plan.add(List.of(KeyCost.KEYS), "beside-strangers-1000");
		plan.add(ALONE, "workers-1", "workers-10", "workers-100", "workers-1000", "parents-1", "parents-20",
				"pending-1", "pending-1000", "pending-100000", "idle-100", "beside-payload-16MiB");
		plan.add(List.of("multifrost", "python-module", "python-multifrost"), "start");
		return plan;
	}

	static Plan quick() {
		Plan plan = new Plan();
		plan.add(concat(JAVA, PYTHON_ADDING), "sequential");
		plan.add(BARE, "in-flight-64", "in-flight-1000");
		plan.add(List.of("multifrost", "jeromq", "grpc"), "in-flight-10000", "threads-8", "payload-1MiB");
		plan.add(List.of("python-numpy", "appose"), "array-1000000");
		plan.add(List.of("multifrost", "grpc"), "stream");
		plan.add(List.of("multifrost", "python-module", "python-multifrost"), "start");
		return plan;
	}

	private static List<String> concat(List<String> some, List<String> others) {
		return Stream.concat(some.stream(), others.stream()).toList();
	}

	/**
	 * Return the plan for what was asked. A shape that is named is measured also where
	 * the quick plan leaves it out.
	 */
	static Plan of(Options options) {
		Plan all = (options.quick() && options.shapes().isEmpty()) ? quick() : full();
		refuse("contenders", options.only(), all.contenders());
		refuse("shapes", options.shapes(), all.contendersByShape.keySet());
		Plan plan = new Plan();
		all.contendersByShape.forEach((shape, contenders) -> {
			List<String> wanted = contenders.stream().filter(options::wants).toList();
			if (!wanted.isEmpty() && (options.shapes().isEmpty() || options.shapes().contains(shape))) {
				plan.add(wanted, shape);
			}
		});
		return plan;
	}

	private static void refuse(String what, Set<String> asked, Collection<String> known) {
		List<String> unknown = asked.stream().filter((name) -> !known.contains(name)).toList();
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("There are no " + what + " " + unknown + ": there are " + known);
		}
	}

	/**
	 * Return this plan without the contenders with Python.
	 */
	Plan withoutPython() {
		Plan plan = new Plan();
		this.contendersByShape.forEach((shape, contenders) -> plan
			.add(contenders.stream().filter((name) -> !PYTHON.contains(name)).toList(), shape));
		return plan;
	}

	private void add(List<String> contenders, String... shapes) {
		for (String shape : shapes) {
			this.contendersByShape.computeIfAbsent(Shape.parse(shape).toString(), (name) -> new ArrayList<>())
				.addAll(contenders);
		}
	}

	Map<String, List<String>> contendersByShape() {
		return this.contendersByShape;
	}

	List<String> contenders() {
		return this.contendersByShape.values().stream().flatMap(List::stream).distinct().toList();
	}

	int measurements() {
		return this.contendersByShape.values().stream().mapToInt(List::size).sum();
	}

}
