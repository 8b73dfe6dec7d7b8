package io.multifrost.spring.observation;

import java.util.concurrent.CancellationException;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.multifrost.child.CallContext;

/**
 * The default names and key values of functions that this application serves: those of
 * the timer {@code multifrost.server.calls}.
 */
public class DefaultMultifrostServerObservationConvention implements MultifrostServerObservationConvention {

	@Override
	public String getName() {
		return "multifrost.server.calls";
	}

	@Override
	public String getContextualName(MultifrostServerContext context) {
		return context.getCall().function();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MultifrostServerContext context) {
		CallContext call = context.getCall();
		Throwable error = context.getError();
		String failed = (error instanceof CancellationException) ? "CANCELLED" : "ERROR";
		return KeyValues.of("function", call.function(), "namespace", call.namespace(), "outcome",
				(error != null) ? failed : "SUCCESS", "exception",
				(error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE);
	}

}
