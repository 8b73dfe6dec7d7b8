package io.multifrost.parent;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a single call does differently from its worker's defaults. Immutable. A parameter
 * of this type in a method of a client interface is not an argument of the function: it
 * gives the options of that call.
 */
public final class CallOptions {

	/**
	 * Options that change nothing.
	 */
	public static final CallOptions DEFAULTS = new CallOptions(null, null, null, Map.of());

	private final @Nullable Duration timeout;

	private final @Nullable String namespace;

	private final @Nullable Boolean idempotent;

	private final Map<String, Object> metadata;

	private CallOptions(@Nullable Duration timeout, @Nullable String namespace, @Nullable Boolean idempotent,
			Map<String, Object> metadata) {
		this.timeout = timeout;
		this.namespace = namespace;
		this.idempotent = idempotent;
		this.metadata = metadata;
	}

	/**
	 * Return options with a timeout.
	 * @param timeout how long the call may take; zero means without limit
	 * @return new options
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public CallOptions withTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
		}
		return new CallOptions(timeout, this.namespace, this.idempotent, this.metadata);
	}

	/**
	 * Return options with a namespace. A worker ignores calls for namespaces that it does
	 * not serve, so that only a timeout ends them.
	 * @param namespace the namespace of the function
	 * @return new options
	 */
	public CallOptions withNamespace(String namespace) {
		return new CallOptions(this.timeout, Objects.requireNonNull(namespace, "namespace"), this.idempotent,
				this.metadata);
	}

	/**
	 * Return options that say whether the call may run twice. If the worker is lost while
	 * such a call waits for its answer, it is sent once more, to the worker's next
	 * process or to another instance. Other calls never are. By default a call is not
	 * idempotent.
	 * @param idempotent whether running it twice does no harm
	 * @return new options
	 */
	public CallOptions withIdempotent(boolean idempotent) {
		return new CallOptions(this.timeout, this.namespace, idempotent, this.metadata);
	}

	/**
	 * Return options with one more entry of metadata, which travels with the call beside
	 * its arguments.
	 * @param key the key, for example {@code correlation_id}
	 * @param value a value that has a form on the wire
	 * @return new options
	 */
	public CallOptions withMetadata(String key, Object value) {
		Map<String, Object> extended = new LinkedHashMap<>(this.metadata);
		extended.put(key, value);
		return new CallOptions(this.timeout, this.namespace, this.idempotent, Collections.unmodifiableMap(extended));
	}

	/**
	 * Return the timeout of the call.
	 * @return the timeout, or {@code null} for the worker's default
	 */
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Return the namespace of the call.
	 * @return the namespace, or {@code null} for the worker's default
	 */
	public @Nullable String namespace() {
		return this.namespace;
	}

	/**
	 * Return whether the call may run twice.
	 * @return whether it may
	 */
	public boolean idempotent() {
		return Boolean.TRUE.equals(this.idempotent);
	}

	/**
	 * Return the metadata of the call.
	 * @return the metadata, empty if there is none
	 */
	public Map<String, Object> metadata() {
		return this.metadata;
	}

	/**
	 * Return these options where they say something, and others where they do not.
	 * @param other the other options
	 * @return the options of both
	 */
	public CallOptions orElse(CallOptions other) {
		if (this == DEFAULTS) {
			return other;
		}
		Map<String, Object> merged = this.metadata;
		if (!other.metadata.isEmpty()) {
			merged = new LinkedHashMap<>(other.metadata);
			merged.putAll(this.metadata);
		}
		return new CallOptions((this.timeout != null) ? this.timeout : other.timeout,
				(this.namespace != null) ? this.namespace : other.namespace,
				(this.idempotent != null) ? this.idempotent : other.idempotent, merged);
	}

}
