package io.multifrost.spring.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A worker that this application is itself.
 *
 * @param serviceId the id under which it is found, or {@code null} where a parent has
 * started the application
 * @param functions the names of its functions by their namespace
 * @param droppedMessages how many messages it has dropped, as they were no calls
 */
public record ServedDescriptor(@Nullable String serviceId, Map<String, List<String>> functions, long droppedMessages) {
}
