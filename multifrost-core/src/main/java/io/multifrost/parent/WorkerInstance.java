package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

/**
 * One instance of a worker at one moment: a spawned process, or a connection to one that
 * runs by itself.
 *
 * @param worker the name of the worker
 * @param number the number of the instance, beginning with 1
 * @param pid the process id, or {@code null} if there is no process, or it is not known
 * @param endpoint the endpoint of its connection, or {@code null} if there is none yet
 */
public record WorkerInstance(String worker, int number, @Nullable Long pid, @Nullable String endpoint) {
}
