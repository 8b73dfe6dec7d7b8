package io.multifrost.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

import io.multifrost.child.CallContext;

/**
 * What is known of a function that this application serves while it is observed. The
 * trace's context has travelled in the metadata of the call.
 */
public final class MultifrostServerContext extends ReceiverContext<CallContext> {

	private final CallContext call;

	/**
	 * Create a context.
	 * @param call what came along with the call
	 */
	@SuppressWarnings("NullAway") // A propagator asks for keys that may be absent.
	public MultifrostServerContext(CallContext call) {
		super((carrier, key) -> (carrier.metadata().get(key) instanceof String value) ? value : null, Kind.SERVER);
		this.call = call;
		setCarrier(call);
		if (call.clientName() != null) {
			setRemoteServiceName(call.clientName());
		}
	}

	/**
	 * Return what came along with the call.
	 * @return the call
	 */
	public CallContext getCall() {
		return this.call;
	}

}
