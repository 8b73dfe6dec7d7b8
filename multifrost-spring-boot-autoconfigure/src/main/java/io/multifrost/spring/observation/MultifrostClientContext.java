package io.multifrost.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

import io.multifrost.parent.OutgoingCall;

/**
 * What is known of a call to a worker while it is observed. The trace's context travels
 * in the metadata of the call.
 */
public final class MultifrostClientContext extends SenderContext<OutgoingCall> {

	private final OutgoingCall call;

	/**
	 * Create a context.
	 * @param call the call
	 */
	public MultifrostClientContext(OutgoingCall call) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.putMetadata(key, value);
			}
		}, Kind.CLIENT);
		this.call = call;
		setCarrier(call);
		setRemoteServiceName(call.worker());
	}

	/**
	 * Return the call.
	 * @return the call
	 */
	public OutgoingCall getCall() {
		return this.call;
	}

}
