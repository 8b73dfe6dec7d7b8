package io.multifrost.spring.autoconfigure.child;

import org.jspecify.annotations.Nullable;

/**
 * A bean whose functions are served.
 *
 * @param name the name of the bean
 * @param serviceId the id of the service that it belongs to, or {@code null} if it
 * belongs to none
 * @param namespace the namespace of its functions
 */
record WorkerBean(String name, @Nullable String serviceId, String namespace) {
}
