package io.multifrost.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application where no Python was found: the main method, which looks for it, does
 * not run here.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class SampleWithoutPythonTests {

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private Demo demo;

	@LocalServerPort
	private int port;

	private RestTestClient web;

	@BeforeEach
	void connect() {
		this.web = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void hasTheJavaWorkerAlone() {
		assertThat(this.workers.names()).containsExactly("text");
	}

	@Test
	void addsThroughTheJavaWorker() {
		this.web.get()
			.uri("/math/add?a=10&b=20")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("{\"worker\": \"text\", \"result\": 30}");
	}

	@Test
	void saysThatAFunctionNeedsPython() {
		this.web.get()
			.uri("/math/factorial?n=5")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("This function needs the Python worker");
	}

	@Test
	void printsThatPythonIsLeftOut(CapturedOutput output) {
		this.demo.run(new DefaultApplicationArguments());
		assertThat(output).contains("math (Python) is left out").doesNotContain("factorial");
	}

}
