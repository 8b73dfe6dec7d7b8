package io.multifrost.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/**
 * Functions of the text worker as web resources.
 */
@RestController
@RequestMapping("/text")
class TextController {

	private static final int MOST_WORDS = 1000;

	private final TextClient text;

	private final ObjectProvider<MathClient> python;

	private final String alice;

	TextController(TextClient text, ObjectProvider<MathClient> python,
			@Value("classpath:texts/alice.txt") Resource alice) throws IOException {
		this.text = text;
		this.python = python;
		this.alice = alice.getContentAsString(StandardCharsets.UTF_8);
	}

	@GetMapping("/greet")
	String greet(@RequestParam(defaultValue = "world") String name) {
		return this.text.greet(name);
	}

	@PostMapping("/summarize")
	TextSummary summarize(@RequestBody String body) {
		return this.text.summarize(body);
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream(@RequestParam(defaultValue = "100") int words) {
		MathClient python = this.python.getIfAvailable(() -> {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "This function needs the Python worker");
		});
		return python.write(this.alice, Math.min(words, MOST_WORDS));
	}

}
