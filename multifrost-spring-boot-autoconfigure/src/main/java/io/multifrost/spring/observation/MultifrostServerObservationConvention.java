package io.multifrost.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of functions that this application serves, and gives them their key
 * values. A bean of this type takes the place of
 * {@link DefaultMultifrostServerObservationConvention}.
 */
public interface MultifrostServerObservationConvention extends ObservationConvention<MultifrostServerContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MultifrostServerContext;
	}

}
