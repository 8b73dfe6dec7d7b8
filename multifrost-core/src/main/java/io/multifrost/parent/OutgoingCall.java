package io.multifrost.parent;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call on its way to a worker, as a {@link CallInterceptor} sees it.
 */
public final class OutgoingCall {

	private final String worker;

	private final String function;

	private final String namespace;

	private final @Nullable ReceivedItems items;

	private Map<String, Object> metadata;

	private boolean metadataOwned;

	private volatile @Nullable String endpoint;

	/**
	 * Create a call. Applications need it for tests of their interceptors alone.
	 * @param worker the name of the worker
	 * @param function the name of the function
	 * @param namespace the namespace of the function
	 * @param metadata the metadata of the call
	 */
	public OutgoingCall(String worker, String function, String namespace, Map<String, Object> metadata) {
		this(worker, function, namespace, metadata, null);
	}

	/**
	 * Create a call whose result comes in items.
	 * @param worker the name of the worker
	 * @param function the name of the function
	 * @param namespace the namespace of the function
	 * @param metadata the metadata of the call
	 * @param items what has come of its result, or {@code null} if it comes as a whole
	 */
	public OutgoingCall(String worker, String function, String namespace, Map<String, Object> metadata,
			@Nullable ReceivedItems items) {
		this.worker = worker;
		this.function = function;
		this.namespace = namespace;
		this.metadata = metadata;
		this.items = items;
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return the name of the function.
	 * @return the name
	 */
	public String function() {
		return this.function;
	}

	/**
	 * Return the namespace of the function.
	 * @return the namespace
	 */
	public String namespace() {
		return this.namespace;
	}

	/**
	 * Return what has come of the result, where the caller takes it in items. Such a call
	 * ends with its last item, or when its reader wants no more.
	 * @return the items, or {@code null} if the result comes as a whole
	 */
	public @Nullable ReceivedItems items() {
		return this.items;
	}

	/**
	 * Return where the call was sent last, where the worker has instances that come and
	 * go.
	 * @return the address of the instance, or {@code null} if it was not sent, or the
	 * number of instances is configured
	 */
	public @Nullable String endpoint() {
		return this.endpoint;
	}

	/**
	 * Say where the call is sent. Applications need it for tests of their interceptors
	 * alone.
	 * @param endpoint the address of the instance
	 */
	public void sentTo(String endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Add an entry to the metadata that travels with the call.
	 * @param key the key
	 * @param value a value that has a form on the wire
	 */
	public void putMetadata(String key, Object value) {
		if (!this.metadataOwned) {
			this.metadata = new HashMap<>(this.metadata);
			this.metadataOwned = true;
		}
		this.metadata.put(key, value);
	}

	/**
	 * Return the metadata that travels with the call, as it is by now.
	 * @return a view that cannot be changed
	 */
	public Map<String, Object> metadata() {
		return this.metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(this.metadata);
	}

}
