package io.multifrost.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All results, as they stand in {@code results.json}.
 */
final class Results {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final List<Result> entries = new ArrayList<>();

	void add(Result result) {
		this.entries.add(result);
	}

	List<Result> entries() {
		return this.entries;
	}

	Optional<Result> find(String contender, String shape) {
		return this.entries.stream()
			.filter((entry) -> entry.contender().equals(contender) && entry.shape().equals(shape))
			.findFirst();
	}

	void write(Path file) {
		MAPPER.writeValue(file.toFile(), this.entries);
	}

}
