package io.multifrost.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Functions of the workers as web resources.
 */
@RestController
@RequestMapping("/math")
class MathController {

	private final TextClient text;

	private final ObjectProvider<MathClient> math;

	MathController(TextClient text, ObjectProvider<MathClient> math) {
		this.text = text;
		this.math = math;
	}

	@GetMapping("/add")
	Answer<Long> add(@RequestParam long a, @RequestParam long b) {
		MathClient python = this.math.getIfAvailable();
		return (python != null) ? new Answer<>("math", python.add(a, b)) : new Answer<>("text", this.text.add(a, b));
	}

	@GetMapping("/factorial")
	CompletableFuture<Answer<Long>> factorial(@RequestParam int n) {
		return python().factorial(n).thenApply((result) -> new Answer<>("math", result));
	}

	@GetMapping("/statistics")
	Answer<Statistics> statistics(@RequestParam List<Double> numbers) {
		return new Answer<>("math", python().statistics(numbers));
	}

	private MathClient python() {
		return this.math.getIfAvailable(() -> {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "This function needs the Python worker");
		});
	}

	/**
	 * The answer of a worker.
	 *
	 * @param <T> the type of the result
	 * @param worker the worker that answered
	 * @param result the function's result
	 */
	record Answer<T>(String worker, T result) {
	}

}
