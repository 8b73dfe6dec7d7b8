package io.multifrost.spring.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ReceivedItems;
import io.multifrost.spring.calls.CallOutcome;
import io.multifrost.spring.calls.Failures;

/**
 * The default names and key values of calls to workers: those of the timer
 * {@code multifrost.client.calls}.
 */
public class DefaultMultifrostClientObservationConvention implements MultifrostClientObservationConvention {

	@Override
	public String getName() {
		return "multifrost.client.calls";
	}

	@Override
	public String getContextualName(MultifrostClientContext context) {
		return context.getCall().worker() + "/" + context.getCall().function();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MultifrostClientContext context) {
		OutgoingCall call = context.getCall();
		Throwable error = Failures.unwrap(context.getError());
		return KeyValues.of("worker", call.worker(), "function", call.function(), "namespace", call.namespace(),
				"outcome", CallOutcome.of(error).name(), "exception",
				(error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE);
	}

	/**
	 * Return how many items have come of a stream, once it has ended.
	 */
	@Override
	public KeyValues getHighCardinalityKeyValues(MultifrostClientContext context) {
		ReceivedItems items = context.getCall().items();
		return (items != null) ? KeyValues.of("items", String.valueOf(items.count())) : KeyValues.empty();
	}

}
