package io.multifrost.child;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.Call;

/**
 * What came along with a call beside its arguments. A function that declares a parameter
 * of this type is given it; the parameter is no argument on the wire. Immutable.
 */
public final class CallContext {

	private final Call call;

	private final Map<String, @Nullable Object> metadata;

	private final @Nullable CallDeadline deadline;

	CallContext(ServedCall served) {
		this.call = served.call();
		this.deadline = served.deadline();
		this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(this.call.metadata()));
	}

	/**
	 * Return the id of the call's message.
	 * @return the id, empty if it has none
	 */
	public String id() {
		String id = this.call.id();
		return (id != null) ? id : "";
	}

	/**
	 * Return the name of the function as it was called.
	 * @return the name
	 */
	public String function() {
		String function = this.call.function();
		return (function != null) ? function : "";
	}

	/**
	 * Return the namespace that was called.
	 * @return the namespace
	 */
	public String namespace() {
		return this.call.namespace();
	}

	/**
	 * Return the name that the caller gives itself.
	 * @return the name, or {@code null} if it gives none
	 */
	public @Nullable String clientName() {
		return this.call.clientName();
	}

	/**
	 * Return the id by which the caller correlates what belongs together.
	 * @return the metadata's {@code correlation_id}, or {@code null} if there is none
	 */
	public @Nullable String correlationId() {
		return (this.metadata.get("correlation_id") instanceof String id) ? id : null;
	}

	/**
	 * Return when the caller stops waiting, by this machine's clock: what is not done
	 * until then is done for nobody.
	 * @return the time, or {@code null} if the call has no time limit
	 */
	public @Nullable Instant deadline() {
		return (this.deadline != null) ? this.deadline.instant() : null;
	}

	/**
	 * Return the metadata of the call.
	 * @return plain values by their keys, empty if there are none
	 */
	public Map<String, @Nullable Object> metadata() {
		return this.metadata;
	}

	@Override
	public String toString() {
		return "CallContext of " + namespace() + "." + function() + " " + this.metadata;
	}

}
