package io.multifrost.child;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.CodecLimits;

/**
 * What a builder has collected for one worker.
 *
 * @param port the port of the parent, or {@code null} to read it from the environment
 * @param namespace the namespace that the functions are in
 * @param concurrency how many functions may run at once
 * @param queueCapacity how many calls may wait for a thread
 * @param drainTimeout how long functions may take to finish when the worker is closed
 * @param limits what messages may hold
 */
record ChildSettings(@Nullable Integer port, String namespace, int concurrency, int queueCapacity,
		Duration drainTimeout, CodecLimits limits) {
}
