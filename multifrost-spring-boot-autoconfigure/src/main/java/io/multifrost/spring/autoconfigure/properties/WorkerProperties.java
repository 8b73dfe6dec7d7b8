package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of this application as a worker, which serves its own beans.
 *
 * @param namespace Namespace of the functions that are served, where the bean names none.
 * @param concurrency Number of functions that may run at once; by default that of
 * processors, and at least 4.
 * @param queueCapacity Number of calls that may wait while all threads are busy.
 * @param drainTimeout Time that functions may take to finish when the worker ends.
 * @param interruptFunctions Whether the thread of a function is interrupted at the
 * deadline of its call, or when its caller gives the call up.
 * @param allowShutdown Whether a service ends when a parent asks it to, which whoever can
 * connect to it can do.
 * @param serviceId Id under which parents find this application's beans as a service,
 * where the bean names none; without any id they are served only to a parent that started
 * this application.
 * @param bindAddress Address at which services listen; other machines can reach any but a
 * loopback address, which is then to be protected by keys (multifrost.security) or by the
 * network.
 * @param portRange Ports of which a service takes the first that is free, for example
 * 5000-5999.
 * @param forwardOutput Whether what functions print goes to the parent that called,
 * instead of to this application's own output.
 */
public record WorkerProperties(@DefaultValue("default") String namespace, @Nullable Integer concurrency,
		@DefaultValue("10000") int queueCapacity, @DefaultValue("4s") Duration drainTimeout, boolean interruptFunctions,
		boolean allowShutdown, @Nullable String serviceId, @DefaultValue("127.0.0.1") String bindAddress,
		@Nullable String portRange, boolean forwardOutput) {
}
