package io.multifrost.spring.endpoint;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.WorkerState;
import io.multifrost.spring.endpoint.WorkerDescriptor.ErrorDescriptor;

/**
 * What became of an action.
 *
 * @param worker the name of the worker
 * @param action what was asked for
 * @param done whether it was done
 * @param error why it was not, or {@code null} if it was
 * @param state the state of the worker afterwards
 */
public record ActionDescriptor(String worker, WorkerAction action, boolean done, @Nullable ErrorDescriptor error,
		WorkerState state) {
}
