package io.multifrost.discovery;

import java.util.Locale;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.MultifrostWorker;

/**
 * An application that serves two services, and has nothing to do with its servers but
 * their clients on the class path.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WordsApplication {

	@MultifrostWorker(serviceId = "words")
	static class Words {

		public String shout(String word) {
			return word.toUpperCase(Locale.ROOT);
		}

	}

	@MultifrostWorker(serviceId = "numbers")
	static class Numbers {

		public int twice(int number) {
			return 2 * number;
		}

	}

}
