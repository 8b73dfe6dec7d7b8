package io.multifrost.spring.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * Measures what metering adds to a call. Run by hand.
 */
public final class MeteringCost {

	private static final int CALLS = 5_000_000;

	private MeteringCost() {
	}

	public static void main(String[] args) {
		ClientMetrics metrics = new ClientMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		for (int round = 1; round <= 6; round++) {
			long began = System.nanoTime();
			for (int i = 0; i < CALLS; i++) {
				metrics.begin("math", "default", "add").ended(null);
			}
			System.out.println("round " + round + ": " + (System.nanoTime() - began) / CALLS + " ns per call");
		}
	}

}
