package io.multifrost.sample.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * What is tried between each pair of languages: the content of {@code cases.json}.
 *
 * @param values the values that are sent and come back
 * @param behaviours the names of what else is tried
 */
record InteropCases(List<ValueCase> values, List<String> behaviours) {

	static InteropCases read(Path file) {
		return JsonMapper.shared().readValue(file.toFile(), InteropCases.class);
	}

	Stream<String> names() {
		return Stream.concat(this.values.stream().map(ValueCase::name), this.behaviours.stream());
	}

	/**
	 * A value.
	 *
	 * @param name its name
	 * @param hex what is sent
	 * @param instead what becomes of it in languages that cannot hold it
	 */
	record ValueCase(String name, String hex, Map<String, Instead> instead) {

		ValueCase {
			instead = (instead != null) ? Map.copyOf(instead) : Map.of();
		}

		/**
		 * Return what the receiver holds, and returns: what becomes of the value in the
		 * language of the sender counts, since that one gets it first.
		 */
		String back(String sender, String receiver) {
			Instead first = this.instead.getOrDefault(sender, this.instead.get(receiver));
			return (first != null && first.hex() != null) ? first.hex() : this.hex;
		}

		/**
		 * Whether the call fails.
		 */
		boolean fails(String sender, String receiver) {
			if (this.instead.containsKey(sender)) {
				return this.instead.get(sender).refuses() != null;
			}
			return this.instead.containsKey(receiver) && "both".equals(this.instead.get(receiver).refuses());
		}

	}

	/**
	 * What a language does with a value that it cannot hold.
	 *
	 * @param hex what it sends on, if anything
	 * @param refuses {@code both} where it cannot take part in the call, {@code send}
	 * where it cannot be the one that calls
	 * @param says the same for the reader of the table
	 */
	record Instead(String hex, String refuses, String says) {

	}

}
