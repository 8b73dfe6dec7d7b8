package io.multifrost.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.multifrost.benchmarks.model.Shape;

/**
 * Which contenders are measured in which shapes.
 */
final class Plan {

	private static final List<String> JAVA = List.of("multifrost", "multifrost-async", "jeromq", "socket", "grpc");

	private static final List<String> PIPELINED = JAVA;

	private static final List<String> PAYLOADS = List.of("multifrost", "jeromq", "socket", "grpc");

	private final Map<String, List<String>> contendersByShape = new LinkedHashMap<>();

	private Plan() {
	}

	static Plan full() {
		Plan plan = new Plan();
		plan.add(JAVA, "sequential");
		plan.add(PIPELINED, "in-flight-1", "in-flight-8", "in-flight-64", "in-flight-1000", "in-flight-10000");
		plan.add(PAYLOADS, "payload-1MiB");
		return plan;
	}

	static Plan quick() {
		Plan plan = new Plan();
		plan.add(JAVA, "sequential");
		plan.add(PIPELINED, "in-flight-64", "in-flight-1000");
		plan.add(PAYLOADS, "payload-1MiB");
		return plan;
	}

	/**
	 * Return the plan for what was asked. A shape that is named is measured also where
	 * the quick plan leaves it out.
	 */
	static Plan of(Options options) {
		Plan all = (options.quick() && options.shapes().isEmpty()) ? quick() : full();
		Plan plan = new Plan();
		all.contendersByShape.forEach((shape, contenders) -> {
			if (options.shapes().isEmpty() || options.shapes().contains(shape)) {
				plan.add(contenders.stream().filter(options::wants).toList(), shape);
			}
		});
		if (plan.contenders().isEmpty()) {
			throw new IllegalArgumentException("Nothing to measure: contenders are " + all.contenders()
					+ ", shapes are " + all.contendersByShape.keySet());
		}
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
		return (int) this.contendersByShape.values().stream().flatMap((names) -> Stream.of(names.toArray())).count();
	}

}
