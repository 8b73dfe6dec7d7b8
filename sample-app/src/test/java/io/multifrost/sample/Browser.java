package io.multifrost.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A page in a headless Chromium, by its DevTools protocol: neither a driver nor a
 * download is needed.
 */
final class Browser implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final Process process;

	private final WebSocket socket;

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

	private final StringBuilder incoming = new StringBuilder();

	Browser(Path executable, Path profile) throws IOException, InterruptedException {
		Files.createDirectories(profile);
		Path portFile = profile.resolve("DevToolsActivePort");
		Files.deleteIfExists(portFile);
		this.process = new ProcessBuilder(executable.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
				"--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
				"--user-data-dir=" + profile.toAbsolutePath(), "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(profile.resolve("chromium.log").toFile())
			.start();
		await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(portFile) && Files.size(portFile) > 0);
		String origin = "http://127.0.0.1:" + Files.readAllLines(portFile).get(0);
		HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/json/new?about:blank"))
			.PUT(HttpRequest.BodyPublishers.noBody())
			.build();
		String page = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
		URI debugger = URI.create(JSON.readTree(page).get("webSocketDebuggerUrl").asString());
		this.socket = HTTP.newWebSocketBuilder().buildAsync(debugger, new Receiver()).join();
	}

	/**
	 * Find the executable.
	 * @return its path, or {@code null} if there is none
	 */
	static @Nullable Path find() {
		return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
			.flatMap((directory) -> Stream.of("chromium", "chromium-browser", "google-chrome")
				.map((name) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	void open(String url, int width, int height, boolean dark) {
		send("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		send("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
		send("Page.navigate", Map.of("url", url));
	}

	JsonNode evaluate(String expression) {
		JsonNode result = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
		return result.at("/result/value");
	}

	void screenshot(Path file) throws IOException {
		JsonNode result = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
		Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
	}

	private JsonNode send(String method, Map<String, ?> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.pending.put(id, answer);
		this.socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		this.socket.abort();
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("Interrupted while the browser ended", ex));
		}
	}

	private final class Receiver implements WebSocket.Listener {

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			Browser.this.incoming.append(data);
			if (last) {
				JsonNode message = JSON.readTree(Browser.this.incoming.toString());
				Browser.this.incoming.setLength(0);
				CompletableFuture<JsonNode> answer = message.has("id")
						? Browser.this.pending.remove(message.get("id").asInt()) : null;
				if (answer != null) {
					answer.complete(message.has("result") ? message.get("result") : message);
				}
			}
			webSocket.request(1);
			return null;
		}

	}

}
