package io.multifrost.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The functions that a worker says it has.
 *
 * @param names their names, or {@code null} if they are not known
 * @param problem why they are not known, or {@code null} if they are
 */
public record FunctionsDescriptor(@Nullable List<String> names, @Nullable String problem) {
}
