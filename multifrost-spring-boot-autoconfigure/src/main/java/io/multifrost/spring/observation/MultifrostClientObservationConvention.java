package io.multifrost.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of calls to workers, and gives them their key values. A bean of this
 * type takes the place of {@link DefaultMultifrostClientObservationConvention}.
 */
public interface MultifrostClientObservationConvention extends ObservationConvention<MultifrostClientContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MultifrostClientContext;
	}

}
