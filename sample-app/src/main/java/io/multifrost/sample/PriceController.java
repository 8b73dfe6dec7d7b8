package io.multifrost.sample;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The function of the pricing worker as a web resource, where the profile starts it.
 */
@RestController
@Profile("pricing")
class PriceController {

	private final PriceClient prices;

	PriceController(PriceClient prices) {
		this.prices = prices;
	}

	@GetMapping("/prices/{article}")
	long price(@PathVariable String article, @RequestParam(defaultValue = "1") int pieces) {
		return this.prices.price(article, pieces);
	}

}
