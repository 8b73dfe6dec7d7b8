package io.multifrost.sample;

import io.multifrost.spring.MultifrostClient;

/**
 * The function of the worker {@code pricing}, a Spring Boot application.
 */
@MultifrostClient("pricing")
public interface PriceClient {

	/**
	 * Say what something costs.
	 * @param article the name of the article
	 * @param pieces how many
	 * @return the price in cents
	 */
	long price(String article, int pieces);

}
