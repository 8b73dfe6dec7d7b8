package io.multifrost.spring.traced;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.MultifrostWorker;

/**
 * A worker that logs what it is asked for.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PriceApplication {

	private static final Logger logger = LoggerFactory.getLogger(PriceApplication.class);

	public static void main(String[] args) {
		new SpringApplicationBuilder(PriceApplication.class).properties(OrderApplication.properties("prices"))
			.run(args);
	}

	/**
	 * The functions of the worker, a component by its annotation.
	 */
	@MultifrostWorker
	public static class Prices {

		public long price(long pieces) {
			logger.info("The price of {} pieces is asked for", pieces);
			return 125 * pieces;
		}

	}

}
