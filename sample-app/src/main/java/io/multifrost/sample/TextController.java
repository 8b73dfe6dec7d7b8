package io.multifrost.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Functions of the text worker as web resources.
 */
@RestController
@RequestMapping("/text")
class TextController {

	private final TextClient text;

	TextController(TextClient text) {
		this.text = text;
	}

	@GetMapping("/greet")
	String greet(@RequestParam(defaultValue = "world") String name) {
		return this.text.greet(name);
	}

	@PostMapping("/summarize")
	TextSummary summarize(@RequestBody String body) {
		return this.text.summarize(body);
	}

}
