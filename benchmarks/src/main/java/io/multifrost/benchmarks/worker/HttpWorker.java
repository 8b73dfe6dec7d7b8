package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A worker on Spring MVC and Tomcat, with JSON. What the class path has for metrics stays
 * off.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = WebMvcObservationAutoConfiguration.class)
@RestController
public class HttpWorker {

	/**
	 * Serve until the measuring process ends.
	 * @param args none
	 * @throws IOException if the measuring process cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		Map<String, Object> properties = Map.of("server.port", 0, "server.address", "127.0.0.1", "multifrost.enabled",
				false, "spring.main.banner-mode", "off", "logging.level.root", "off");
		ConfigurableApplicationContext context = new SpringApplicationBuilder(HttpWorker.class).properties(properties)
			.run(args);
		String port = context.getEnvironment().getProperty("local.server.port");
		Lifeline.announce(Integer.parseInt(Objects.requireNonNull(port)));
	}

	@PostMapping("/add")
	AddAnswer add(@RequestBody AddCall call) {
		return new AddAnswer(call.id(), call.a() + call.b());
	}

	@PostMapping(path = "/echo", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
			produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	byte[] echo(@RequestBody byte[] value) {
		return value;
	}

	@PostMapping("/numbers")
	double[] echo(@RequestBody double[] values) {
		return values;
	}

}
