package io.multifrost.internal.supervision;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Heartbeat;

/**
 * What a worker knows more than the protocol says, as it names it in the metadata of its
 * answers to heartbeats. Nothing is used towards it that it has not named.
 *
 * @param names the names, empty for a worker that names none
 */
record WorkerFeatures(Set<String> names) {

	static final WorkerFeatures NONE = new WorkerFeatures(Set.of());

	/**
	 * Read the features of an answer.
	 * @param metadata the metadata of the answer
	 */
	static WorkerFeatures of(Map<String, ? extends @Nullable Object> metadata) {
		if (!(metadata.get(Heartbeat.FEATURES) instanceof List<?> list) || list.isEmpty()) {
			return NONE;
		}
		return new WorkerFeatures(list.stream()
			.filter(String.class::isInstance)
			.map(String.class::cast)
			.collect(Collectors.toUnmodifiableSet()));
	}

}
