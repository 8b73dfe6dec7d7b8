package io.multifrost.sample;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The application with a model, whose packages are installed where that is possible.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "multifrost.parents.text.auto-startup=false", "sample.workers=workers",
				"multifrost.python.directory=target/python-environments" })
@ActiveProfiles("model")
@ExtendWith(OutputCaptureExtension.class)
class ModelTests {

	@LocalServerPort
	private int port;

	private RestTestClient web;

	/**
	 * Before the context is made: one of the packages, of 20 KB, stands for the others.
	 */
	@BeforeAll
	static void packagesCanBeHad(@TempDir Path folder) throws Exception {
		Process pip = new ProcessBuilder("python3", "-m", "pip", "download", "-q", "--no-deps", "--retries", "1", "-d",
				folder.toString(), "threadpoolctl")
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("pip.log").toFile())
			.start();
		boolean there = pip.waitFor(2, TimeUnit.MINUTES) && pip.exitValue() == 0;
		if (!there) {
			pip.destroyForcibly();
			System.err.println("SKIPPED the test of the model: pip reaches no index");
		}
		assertThat(there || !"true".equals(System.getenv("CI"))).as("in CI no test may be skipped").isTrue();
		assumeThat(there).isTrue();
	}

	@BeforeEach
	void connect() {
		this.web = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void predictsForABatchOfFlowers() {
		String small = "{'sepal_length': 5.1, 'sepal_width': 3.5, 'petal_length': 1.4, 'petal_width': 0.2}";
		String large = "{'sepal_length': 6.3, 'sepal_width': 3.3, 'petal_length': 6.0, 'petal_width': 2.5}";
		post("/iris/predictions", "[" + small + ", " + large + "]").expectStatus()
			.isOk()
			.expectBody()
			.json("[{'kind': 'setosa'}, {'kind': 'virginica'}]".replace('\'', '"'))
			.jsonPath("$[0].probability")
			.value(Double.class, (probability) -> assertThat(probability).isBetween(0.9, 1.0));
		post("/iris/predictions", "[]").expectBody().json("[]");
	}

	@Test
	void givesAnArrayOfNumPy() {
		this.web.get()
			.uri("/iris/importances")
			.exchange()
			.expectBody(double[].class)
			.value((shares) -> assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9)))
			.value((shares) -> assertThat(shares).hasSize(4));
	}

	@Test
	void trainsAnewAndTellsHowFarItIs(CapturedOutput output) {
		post("/iris/training?trees=20", "").expectStatus()
			.isOk()
			.expectBody(Double.class)
			.value((share) -> assertThat(share).isBetween(0.9, 1.0));
		await().until(() -> output.getOut().contains("Training: 20.0 of 20.0 trees"));
	}

	private RestTestClient.ResponseSpec post(String uri, String body) {
		return this.web.post()
			.uri(uri)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body.replace('\'', '"'))
			.exchange();
	}

}
