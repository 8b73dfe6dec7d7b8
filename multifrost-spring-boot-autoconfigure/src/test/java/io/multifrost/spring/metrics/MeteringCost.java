package io.multifrost.spring.metrics;

import java.util.List;
import java.util.Map;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import io.multifrost.parent.OutgoingCall;
import io.multifrost.spring.calls.CallStatistics;

/**
 * Measures what metering adds to a call. Run by hand.
 */
public final class MeteringCost {

	private static final int CALLS = 5_000_000;

	private MeteringCost() {
	}

	public static void main(String[] args) {
		CallStatistics calls = new CallStatistics(
				List.of(new ClientMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
		OutgoingCall call = new OutgoingCall("math", "add", "default", Map.of());
		for (int round = 1; round <= 6; round++) {
			long began = System.nanoTime();
			for (int i = 0; i < CALLS; i++) {
				calls.before(call).ended(null);
			}
			System.out.println("round " + round + ": " + (System.nanoTime() - began) / CALLS + " ns per call");
		}
	}

}
