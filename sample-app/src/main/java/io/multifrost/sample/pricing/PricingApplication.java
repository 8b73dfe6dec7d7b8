package io.multifrost.sample.pricing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Profile;

/**
 * A Spring Boot application that another one starts as its worker, from the same jar. Its
 * configuration is {@code pricing-worker.yml}, and {@code application-pricing.yml} has it
 * started. By the profile the other one, which finds this package too, leaves it out.
 */
@SpringBootApplication
@Profile("pricing-worker")
public class PricingApplication {

	/**
	 * Start the worker.
	 * @param args arguments of Spring Boot
	 */
	public static void main(String[] args) {
		SpringApplication.run(PricingApplication.class, args);
	}

}
