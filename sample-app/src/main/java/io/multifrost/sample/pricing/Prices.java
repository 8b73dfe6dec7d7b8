package io.multifrost.sample.pricing;

import java.util.Map;

import org.springframework.context.annotation.Profile;

import io.multifrost.spring.MultifrostWorker;

/**
 * The functions of the worker {@code pricing}: public methods of a Spring bean, which has
 * whatever beans have.
 */
@MultifrostWorker
@Profile("pricing-worker")
public class Prices {

	private static final int DOZEN = 12;

	private static final Map<String, Long> CENTS = Map.of("apple", 45L, "pear", 60L);

	/**
	 * Say what something costs. Of each dozen, one is free.
	 * @param article the name of the article
	 * @param pieces how many
	 * @return the price in cents
	 * @throws IllegalArgumentException if there is no such article
	 */
	public long price(String article, int pieces) {
		Long cents = CENTS.get(article);
		if (cents == null) {
			throw new IllegalArgumentException("There is no article '" + article + "'");
		}
		return cents * (pieces - pieces / DOZEN);
	}

}
