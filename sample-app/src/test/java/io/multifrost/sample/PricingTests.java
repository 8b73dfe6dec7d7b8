package io.multifrost.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with its other self as a worker, in a process that it starts.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "multifrost.parents.text.auto-startup=false")
@ActiveProfiles("pricing")
class PricingTests {

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private ApplicationContext context;

	@LocalServerPort
	private int port;

	private RestTestClient web;

	@BeforeEach
	void connect() {
		this.web = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void callsBeansOfAnotherApplication() {
		this.web.get()
			.uri("/prices/apple?pieces=13")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("540");
		long pid = this.workers.get("pricing").pid().orElseThrow();
		assertThat(ProcessHandle.of(pid).flatMap(ProcessHandle::parent)).contains(ProcessHandle.current());
		assertThat(this.context.getBeansOfType(Object.class).values())
			.noneMatch((bean) -> bean.getClass().getName().endsWith(".Prices"));
	}

	@Test
	void passesOnWhatTheOtherApplicationRefuses() {
		this.web.get()
			.uri("/prices/brick")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
			.expectBody()
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).contains("There is no article 'brick'"));
	}

}
