package io.multifrost.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as its main method starts it, with a Python worker where there is a
 * Python for it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private Demo demo;

	@Autowired(required = false)
	private @Nullable MathClient python;

	@LocalServerPort
	private int port;

	private RestTestClient web;

	@BeforeEach
	void connect() {
		this.web = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void pythonIsThereWhereTestsMustNotBeSkipped() {
		assumeThat(System.getenv("CI")).isEqualTo("true");
		assertThat(this.python).isNotNull();
	}

	@Test
	void greetsThroughTheJavaWorker() {
		String greeting = get("/text/greet?name=Ada").expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(greeting).isEqualTo("Hello Ada, from Java " + Runtime.version().feature());
	}

	@Test
	void summarizesATextThroughTheJavaWorker() {
		this.web.post()
			.uri("/text/summarize")
			.contentType(MediaType.TEXT_PLAIN)
			.body("The sea, the sea\nand the sky")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("{'lines': 2, 'words': 7, 'distinctWords': 4, 'mostCommon': {}}".replace('\'', '"'));
	}

	@Test
	void addsThroughThePythonWorkerWhereItIsThere() {
		String worker = (this.python != null) ? "math" : "text";
		get("/math/add?a=10&b=20").expectStatus()
			.isOk()
			.expectBody()
			.json("{\"worker\": \"" + worker + "\", \"result\": 30}");
	}

	@Test
	void multipliesThroughThePythonWorker() {
		assumeThat(this.python).isNotNull();
		get("/math/factorial?n=20").expectStatus()
			.isOk()
			.expectBody()
			.json("{\"worker\": \"math\", \"result\": 2432902008176640000}");
	}

	@Test
	void describesNumbersThroughThePythonWorker() {
		assumeThat(this.python).isNotNull();
		get("/math/statistics?numbers=1,2,6").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.result.mean")
			.isEqualTo(3.0)
			.jsonPath("$.result.median")
			.isEqualTo(2.0)
			.jsonPath("$.result.max")
			.isEqualTo(6.0);
	}

	@Test
	void writesTextWordByWord() {
		assumeThat(this.python).isNotNull();
		String events = get("/text/stream?words=3").expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(events.lines().filter((line) -> !line.isEmpty())).hasSize(3)
			.allMatch((line) -> line.matches("data:\\S+"));
	}

	@Test
	void writesNothingWithoutPython() {
		assumeThat(this.python).isNull();
		get("/text/stream").expectStatus().isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
	}

	@Test
	void whatAFunctionRefusesIsTheWebClientsMistake() {
		assumeThat(this.python).isNotNull();
		get("/math/factorial?n=21").expectStatus()
			.isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("factorial(21) does not fit into 64 bits; the largest that does is factorial(20)");
	}

	@Test
	void tellsWhatItConsistsOf() {
		assumeThat(getClass().getResource("/META-INF/sbom/application.cdx.json"))
			.as("the bill of materials, which the profile sbom and CI=true make")
			.isNotNull();
		get("/actuator/sbom/application").expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((bill) -> assertThat(bill).contains("\"multifrost-core\"", "\"jeromq\"", "\"msgpack-core\""));
	}

	@Test
	void tellsWhatItCalls() {
		get("/actuator/info").expectBody().jsonPath("$.multifrost.workers.text.mode").isEqualTo("SPAWN");
	}

	@Test
	void whatIsNoNumberIsABadRequest() {
		get("/math/add?a=ten&b=20").expectStatus().isBadRequest();
	}

	@Test
	void saysThatAWorkerIsGoneUntilItIsStartedAgain() {
		ParentWorker text = this.workers.get("text");
		text.stop();
		get("/text/greet").expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("A worker is not available at the moment.");
		text.start();
		get("/text/greet").expectStatus().isOk();
	}

	@Test
	void aWorkerThatIsKilledIsBackByItself() {
		ParentWorker text = this.workers.get("text");
		long killed = text.pid().orElseThrow();
		ProcessHandle.of(killed).orElseThrow().destroyForcibly();
		await().atMost(Duration.ofSeconds(20))
			.until(() -> text.state() == WorkerState.RUNNING && text.pid().orElse(killed) != killed);
		get("/text/greet").expectStatus().isOk();
	}

	@Test
	void isHealthy() {
		get("/actuator/health").expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("UP");
	}

	@Test
	void printsWhatTheReadmeSays(CapturedOutput output) throws IOException {
		this.demo.run(new DefaultApplicationArguments());
		String readme = Files.readString(Path.of("../README.md"));
		String promised = readme.substring(readme.indexOf("```", readme.indexOf("The first one prints")) + 3);
		promised = promised.substring(0, promised.indexOf("```"));
		assertThat(promised).contains("math (Python)", "http://localhost:");
		assertThat(promised.lines().filter((line) -> this.python != null || !line.contains("(Python)")))
			.allSatisfy((line) -> assertThat(withoutVersions(output.toString())).contains(withoutVersions(line)));
	}

	private static String withoutVersions(String text) {
		return text.replaceAll("from (Java|Python) [0-9.]+", "from $1").replaceAll("localhost:\\d+", "localhost");
	}

	@Test
	void goesOnWithTheNextCallWhereAWorkerIsGone(CapturedOutput output) {
		ParentWorker text = this.workers.get("text");
		text.stop();
		try {
			this.demo.run(new DefaultApplicationArguments());
		}
		finally {
			text.start();
		}
		assertThat(output)
			.containsPattern("greet\\(\"Ada\"\\) +failed: io.multifrost.WorkerUnavailableException: Worker 'text'")
			.containsPattern("summarize\\(alice.txt\\) +failed: .*Worker 'text'")
			.contains("http://localhost:" + this.port + "/math/add");
	}

	private ResponseSpec get(String uri) {
		return this.web.get().uri(uri).exchange();
	}

}
