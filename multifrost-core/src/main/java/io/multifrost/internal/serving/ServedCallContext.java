package io.multifrost.internal.serving;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallContext;
import io.multifrost.internal.message.Message.Call;

/**
 * What came along with a call that is being served.
 */
final class ServedCallContext implements CallContext {

	private final Call call;

	private final Map<String, @Nullable Object> metadata;

	private final @Nullable CallDeadline deadline;

	ServedCallContext(ServedCall served) {
		this.call = served.call();
		this.deadline = served.deadline();
		this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(this.call.metadata()));
	}

	@Override
	public String id() {
		String id = this.call.id();
		return (id != null) ? id : "";
	}

	@Override
	public String function() {
		String function = this.call.function();
		return (function != null) ? function : "";
	}

	@Override
	public String namespace() {
		return this.call.namespace();
	}

	@Override
	public @Nullable String clientName() {
		return this.call.clientName();
	}

	@Override
	public @Nullable String correlationId() {
		return (this.metadata.get("correlation_id") instanceof String id) ? id : null;
	}

	@Override
	public @Nullable Instant deadline() {
		return (this.deadline != null) ? this.deadline.instant() : null;
	}

	@Override
	public Map<String, @Nullable Object> metadata() {
		return this.metadata;
	}

	@Override
	public String toString() {
		return "CallContext of " + namespace() + "." + function() + " " + this.metadata;
	}

}
