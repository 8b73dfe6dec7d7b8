package io.multifrost.internal.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes metadata immutable. {@link Map#copyOf} does not do because values may be null.
 */
final class Metadata {

	/** The entry by which a call says how long it is worth running. */
	static final String DEADLINE = "deadline";

	private Metadata() {
	}

	static Map<String, @Nullable Object> copyOf(Map<String, @Nullable Object> metadata) {
		return metadata.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

}
