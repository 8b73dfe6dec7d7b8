package io.multifrost.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The page at the root of the application, in a browser. Its pictures are kept as
 * {@code target/dashboard-*.png}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS,
		properties = "multifrost.parents.remote.service-id=remote")
class DashboardTests {

	private static final Path TARGET = Path.of("target");

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private TextClient text;

	@LocalServerPort
	private int port;

	private @Nullable Browser browser;

	@BeforeEach
	void startBrowser() throws IOException, InterruptedException {
		Path executable = Browser.find();
		if (executable == null) {
			assertThat(System.getenv("CI")).as("Chromium is missing, and tests must not be skipped here")
				.isNotEqualTo("true");
			System.err.println("WARNING: THE DASHBOARD IS NOT TESTED: install chromium");
		}
		assumeThat(executable).isNotNull();
		this.browser = new Browser(executable, Files.createDirectories(TARGET.resolve("chromium")));
	}

	@AfterEach
	void closeBrowser() {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	void showsWorkersAndRestartsOneAtAnyWidth() throws IOException {
		AtomicBoolean running = new AtomicBoolean(true);
		Thread load = new Thread(() -> {
			while (running.get()) {
				this.text.greet("Ada");
				this.text.add(1, 2);
			}
		});
		load.start();
		try {
			open(1280, 1000, false);
			awaitTrue(
					"document.querySelector(\"[data-worker='text'] path.series.p99\").getAttribute('d').split('L').length > 5");
			assertThat(this.browser.evaluate("document.getElementById('status').textContent").asString())
				.isEqualTo(this.workers.names().size() + " of " + this.workers.names().size() + " run");
			this.browser.screenshot(TARGET.resolve("dashboard-desktop.png"));
		}
		finally {
			running.set(false);
		}
		awaitEnd(load);
		showsWhereInstancesAre();
		showsTheFunctionsOfAWorker();
		restartsAWorker();
		open(390, 844, true);
		awaitTrue(
				"document.querySelector(\"[data-worker='text'] path.series.p99\").getAttribute('d').split('L').length > 3");
		awaitTrue("document.getElementById('status').className == ''");
		assertThat(this.browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
		this.browser.screenshot(TARGET.resolve("dashboard-phone.png"));
		assertThat(TARGET.resolve("dashboard-phone.png")).isNotEmptyFile();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void showsWordsAsTheyComeUntilItIsToldToStop(CapturedOutput output) throws IOException {
		assumeThat(this.workers.names()).contains("math");
		open(1280, 1000, false);
		this.browser.evaluate("document.getElementById('write').click()");
		awaitTrue("document.getElementById('written').textContent.split(' ').length > 5");
		assertThat(this.browser.evaluate("document.getElementById('write').textContent").asString()).isEqualTo("Stop");
		this.browser.screenshot(TARGET.resolve("dashboard-writer.png"));
		this.browser.evaluate("document.getElementById('write').click()");
		assertThat(this.browser.evaluate("document.getElementById('write').textContent").asString()).isEqualTo("Write");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(output.getAll()).containsPattern("Wrote \\d{1,2} of 100 words"));
		assertThat(this.workers.get("math").inFlight()).isZero();
	}

	private void showsWhereInstancesAre() {
		awaitTrue("document.querySelectorAll(\"[data-worker='remote'] .instances .good\").length == 2");
		assertThat(this.browser.evaluate("document.querySelector(\"[data-worker='remote'] .instances\").textContent")
			.asString()).contains("127.0.0.1 · zone west", "127.0.0.1 · zone east");
	}

	private void showsTheFunctionsOfAWorker() {
		this.browser.evaluate("document.querySelector(\"[data-action='text functions']\").click()");
		awaitTrue("document.querySelector(\"[data-worker='text'] .functions\").textContent"
				+ ".includes('add(a: long, b: long) -> long')");
		this.browser.evaluate("document.querySelector(\"[data-action='text functions']\").click()");
		awaitTrue("!document.querySelector(\"[data-worker='text'] .functions\").open");
	}

	private void restartsAWorker() {
		ParentWorker worker = this.workers.get("text");
		long pid = worker.pid().orElseThrow();
		this.browser.evaluate("document.querySelector(\"[data-action='text restart']\").click()");
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(worker.pid().orElse(pid)).isNotEqualTo(pid));
		awaitTrue("document.getElementById('events').textContent.includes('worker st')");
	}

	private void open(int width, int height, boolean dark) {
		this.browser.open("http://localhost:" + this.port + "/?period=400", width, height, dark);
		awaitTrue("document.querySelector('article') != null");
	}

	private void awaitTrue(String expression) {
		await().atMost(Duration.ofSeconds(20)).until(() -> this.browser.evaluate(expression).asBoolean(false));
	}

	private static void awaitEnd(Thread thread) {
		await().atMost(Duration.ofSeconds(10)).until(() -> !thread.isAlive());
	}

	@TestConfiguration
	static class Services {

		@Bean
		ServiceRegistry registry() {
			return new TwoZones();
		}

	}

}
