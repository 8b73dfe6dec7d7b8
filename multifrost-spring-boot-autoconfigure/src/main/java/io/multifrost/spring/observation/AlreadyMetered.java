package io.multifrost.spring.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Keeps Micrometer's own handler from timing calls a second time: their timers are made
 * without observations, which cost a multiple. The first handler that supports a context
 * is the only one of its kind that sees it.
 */
public final class AlreadyMetered implements MeterObservationHandler<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof MultifrostClientContext || context instanceof MultifrostServerContext;
	}

}
