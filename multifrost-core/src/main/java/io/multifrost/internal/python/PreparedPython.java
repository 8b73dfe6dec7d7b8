package io.multifrost.internal.python;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.multifrost.process.WorkerCommand;

/**
 * A Python worker that can be spawned.
 *
 * @param command what to start, with the variables that it needs
 * @param environment the interpreter of the environment that was made for it, or
 * {@code null} where the worker runs with an interpreter that was there
 */
public record PreparedPython(WorkerCommand command, @Nullable Path environment) {

}
