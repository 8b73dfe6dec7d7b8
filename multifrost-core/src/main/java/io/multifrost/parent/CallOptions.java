package io.multifrost.parent;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

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
	public static final CallOptions DEFAULTS = new CallOptions(null, null, null, Map.of(), Map.of(), null, null);

	private final @Nullable Duration timeout;

	private final @Nullable String namespace;

	private final @Nullable Boolean idempotent;

	private final Map<String, Object> metadata;

	private final Map<String, @Nullable Object> keywordArguments;

	private final @Nullable Consumer<CallProgress> onProgress;

	private final @Nullable Duration itemTimeout;

	private CallOptions(@Nullable Duration timeout, @Nullable String namespace, @Nullable Boolean idempotent,
			Map<String, Object> metadata, Map<String, @Nullable Object> keywordArguments,
			@Nullable Consumer<CallProgress> onProgress, @Nullable Duration itemTimeout) {
		this.timeout = timeout;
		this.namespace = namespace;
		this.idempotent = idempotent;
		this.metadata = metadata;
		this.keywordArguments = keywordArguments;
		this.onProgress = onProgress;
		this.itemTimeout = itemTimeout;
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
		return new CallOptions(timeout, this.namespace, this.idempotent, this.metadata, this.keywordArguments,
				this.onProgress, this.itemTimeout);
	}

	/**
	 * Return options with a namespace. A worker ignores calls for namespaces that it does
	 * not serve, so that only a timeout ends them.
	 * @param namespace the namespace of the function
	 * @return new options
	 */
	public CallOptions withNamespace(String namespace) {
		return new CallOptions(this.timeout, Objects.requireNonNull(namespace, "namespace"), this.idempotent,
				this.metadata, this.keywordArguments, this.onProgress, this.itemTimeout);
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
		return new CallOptions(this.timeout, this.namespace, idempotent, this.metadata, this.keywordArguments,
				this.onProgress, this.itemTimeout);
	}

	/**
	 * Return options with one more entry of metadata, which travels with the call beside
	 * its arguments.
	 * @param key the key, for example {@code correlation_id}
	 * @param value a value that has a form on the wire
	 * @return new options
	 */
	public CallOptions withMetadata(String key, Object value) {
		return new CallOptions(this.timeout, this.namespace, this.idempotent, with(this.metadata, key, value),
				this.keywordArguments, this.onProgress, this.itemTimeout);
	}

	/**
	 * Return options with one more argument that is given by its name, for workers that
	 * know it: those that serve a module with this library's Python package.
	 * @param name the name of the function's parameter
	 * @param value the argument
	 * @return new options
	 */
	public CallOptions withKeywordArgument(String name, @Nullable Object value) {
		return new CallOptions(this.timeout, this.namespace, this.idempotent, this.metadata,
				with(this.keywordArguments, Objects.requireNonNull(name, "name"), value), this.onProgress,
				this.itemTimeout);
	}

	private static <V extends @Nullable Object> Map<String, V> with(Map<String, V> map, String key, @Nullable V value) {
		Map<String, V> extended = new LinkedHashMap<>(map);
		extended.put(key, value);
		return Collections.unmodifiableMap(extended);
	}

	/**
	 * Return options that listen to how far the call is, where its function reports it.
	 * As long as the listener is busy, the newest report waits for it, and older ones are
	 * left out. Reports give a call no more time.
	 * @param listener is told on the callback executor; the last report may be told after
	 * the call has ended, and what it throws is logged
	 * @return new options
	 */
	public CallOptions onProgress(Consumer<CallProgress> listener) {
		return new CallOptions(this.timeout, this.namespace, this.idempotent, this.metadata, this.keywordArguments,
				Objects.requireNonNull(listener, "listener"), this.itemTimeout);
	}

	/**
	 * Return options with a bound for the time between two items of a result that comes
	 * in items.
	 * @param timeout how long the reader of the items may wait for one; zero means
	 * without limit, and {@link #withTimeout} bounds the whole
	 * @return new options
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public CallOptions withItemTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("item-timeout must not be negative, but is " + timeout);
		}
		return new CallOptions(this.timeout, this.namespace, this.idempotent, this.metadata, this.keywordArguments,
				this.onProgress, timeout);
	}

	/**
	 * Return the timeout of the call.
	 * @return the timeout, or {@code null} for the worker's default
	 */
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Return the time between two items.
	 * @return the time, or {@code null} for no limit
	 */
	public @Nullable Duration itemTimeout() {
		return this.itemTimeout;
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
	 * Return the arguments that are given by their names.
	 * @return the arguments, empty if there are none
	 */
	public Map<String, @Nullable Object> keywordArguments() {
		return this.keywordArguments;
	}

	/**
	 * Return what listens to the progress of the call.
	 * @return the listener, or {@code null} if there is none
	 */
	public @Nullable Consumer<CallProgress> onProgress() {
		return this.onProgress;
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
		return new CallOptions((this.timeout != null) ? this.timeout : other.timeout,
				(this.namespace != null) ? this.namespace : other.namespace,
				(this.idempotent != null) ? this.idempotent : other.idempotent, merged(other.metadata, this.metadata),
				merged(other.keywordArguments, this.keywordArguments),
				(this.onProgress != null) ? this.onProgress : other.onProgress,
				(this.itemTimeout != null) ? this.itemTimeout : other.itemTimeout);
	}

	private static <V extends @Nullable Object> Map<String, V> merged(Map<String, V> map, Map<String, V> stronger) {
		if (map.isEmpty()) {
			return stronger;
		}
		Map<String, V> merged = new LinkedHashMap<>(map);
		merged.putAll(stronger);
		return merged;
	}

}
