package io.multifrost.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.MultifrostException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;
import io.multifrost.spring.metrics.ServerMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the dashboard for Grafana asks Prometheus for is what the application tells it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
class GrafanaDashboardTests {

	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final Pattern SAMPLE = Pattern.compile("^(multifrost_\\w+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)(=~|!~|!=|=)\"((?:[^\"\\\\]|\\\\.)*)\"");

	private static final Pattern SELECTOR = Pattern.compile("(multifrost_\\w+)(?:\\{([^}]*)})?");

	private static final Pattern GROUPED = Pattern.compile("by \\(([\\w, ]+)\\) \\((?:\\w+\\()?(multifrost_\\w+)");

	private static final Pattern VARIABLE = Pattern.compile("label_values\\((multifrost_\\w+), (\\w+)\\)");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private TextClient text;

	@Autowired
	private CircuitBreakers breakers;

	@Autowired
	private ServerMetrics serverMetrics;

	@LocalServerPort
	private int port;

	/** The labels that the samples of a metric have, with all their values. */
	private Map<String, Map<String, Set<String>>> metrics;

	private JsonNode dashboard;

	@BeforeEach
	void makeTheMetersThatNeedAnEvent(@TempDir Path directory) throws IOException {
		this.dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
		this.text.greet("Ada");
		assertThat(this.workers.get("text").stream("greet", String.class, "Ada")).hasSize(1);
		opensABreaker();
		servesACall(directory);
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			this.metrics = scrape();
			assertThat(this.metrics).containsKey("multifrost_heartbeat_round_trip_seconds_count");
		});
	}

	@Test
	void asksForMetricsAndLabelsThatThereAre() {
		assertThat(queries()).hasSizeGreaterThan(20)
			.allSatisfy((query) -> assertThat(SELECTOR.matcher(query).results()).isNotEmpty()
				.allSatisfy((selector) -> hasLabels(selector.group(1), selector.group(2))));
	}

	@Test
	void groupsByLabelsThatThereAre() {
		List<MatchResult> groups = queries().stream()
			.flatMap((query) -> GROUPED.matcher(query).results().toList().stream())
			.toList();
		assertThat(groups).hasSizeGreaterThan(20)
			.allSatisfy((group) -> assertThat(labels(group.group(2))).as(group.group())
				.containsKeys(group.group(1).split(", ")));
	}

	@Test
	void namesSeriesByWhatTheyAreGroupedBy() {
		assertThat(targets()).allSatisfy((target) -> {
			String query = target.get("expr").asString();
			Set<String> grouped = GROUPED.matcher(query)
				.results()
				.flatMap((group) -> Arrays.stream(group.group(1).split(", ")))
				.collect(Collectors.toSet());
			assertThat(LEGEND.matcher(target.get("legendFormat").asString()).results().map((match) -> match.group(1)))
				.as(query)
				.isSubsetOf(grouped);
		});
	}

	@Test
	void showsInstancesWithTheirHosts() {
		assertThat(targets().filter((target) -> target.get("expr").asString().contains("multifrost_instance_")))
			.hasSize(3)
			.allSatisfy((target) -> assertThat(target.get("legendFormat").asString()).contains("{{worker}}",
					"{{number}}", "{{host}}", "{{zone}}"));
		assertThat(labels("multifrost_instance_running").get("host")).contains("127.0.0.1");
	}

	@Test
	void choosesAmongTheWorkers() {
		JsonNode worker = this.dashboard.get("templating")
			.get("list")
			.valueStream()
			.filter((variable) -> "worker".equals(variable.get("name").asString()))
			.findFirst()
			.orElseThrow();
		MatchResult query = VARIABLE.matcher(worker.get("definition").asString()).results().findFirst().orElseThrow();
		assertThat(worker.get("query").get("query").asString()).isEqualTo(query.group());
		assertThat(labels(query.group(1)).get(query.group(2)))
			.containsExactlyInAnyOrderElementsOf(this.workers.names());
	}

	@Test
	void leavesOutNoMetric() {
		Set<String> asked = queries().stream()
			.flatMap((query) -> SELECTOR.matcher(query).results().toList().stream())
			.map((selector) -> selector.group(1))
			.collect(Collectors.toSet());
		assertThat(this.metrics.keySet()).isSubsetOf(asked);
	}

	private void hasLabels(String metric, String selectors) {
		Map<String, Set<String>> labels = labels(metric);
		if (selectors != null) {
			assertThat(LABEL.matcher(selectors).results()).isNotEmpty().allSatisfy((label) -> {
				assertThat(labels).as(metric).containsKey(label.group(1));
				if ("=".equals(label.group(2))) {
					assertThat(labels.get(label.group(1))).as(metric).contains(label.group(3));
				}
			});
		}
	}

	private Map<String, Set<String>> labels(String metric) {
		assertThat(this.metrics).containsKey(metric);
		return this.metrics.get(metric);
	}

	private Stream<JsonNode> targets() {
		return this.dashboard.get("panels")
			.valueStream()
			.filter((panel) -> panel.has("targets"))
			.flatMap((panel) -> panel.get("targets").valueStream());
	}

	private List<String> queries() {
		return targets().map((target) -> target.get("expr").asString()).toList();
	}

	private void opensABreaker() {
		ParentWorker worker = this.workers.get("text");
		CallOptions unanswered = CallOptions.DEFAULTS.withNamespace("nobody-serves-this")
			.withTimeout(Duration.ofMillis(10));
		await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(10)).until(() -> {
			assertThatExceptionOfType(MultifrostException.class)
				.isThrownBy(() -> worker.call(unanswered, "greet", String.class, "Ada"));
			return "OPEN".equals(this.breakers.snapshot("text").state());
		});
		assertThat(this.breakers.reset("text")).isTrue();
	}

	/**
	 * The sample serves no functions itself, so that one is served here, and timed as
	 * those of an application would be.
	 */
	private void servesACall(Path directory) {
		FileServiceRegistry registry = FileServiceRegistry.inDirectory(directory);
		try (ChildWorker served = ChildWorker.serving(new TextWorker())
			.serviceId("served")
			.registry(registry)
			.interceptor(this.serverMetrics)
			.build()
			.start(); ParentWorker caller = ParentWorker.connect("served").registry(registry).start()) {
			assertThat(served.serviceId()).isEqualTo("served");
			assertThat(caller.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	private Map<String, Map<String, Set<String>>> scrape() {
		String text = RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.get()
			.uri("/actuator/prometheus")
			.accept(MediaType.TEXT_PLAIN)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		Map<String, Map<String, Set<String>>> found = new HashMap<>();
		SAMPLE.matcher(text).results().forEach((sample) -> {
			Map<String, Set<String>> labels = found.computeIfAbsent(sample.group(1), (key) -> new HashMap<>());
			if (sample.group(2) != null) {
				LABEL.matcher(sample.group(2))
					.results()
					.forEach((label) -> labels.computeIfAbsent(label.group(1), (key) -> new HashSet<>())
						.add(label.group(3)));
			}
		});
		return found;
	}

}
