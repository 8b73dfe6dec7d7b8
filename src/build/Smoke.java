import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the sample by a command, asks it for what it should have, and stops it; fails
 * where something is missing, or left behind. {@code .ci/run} shows its use.
 */
public class Smoke {

	private static final Pattern READY = Pattern.compile("Try http://localhost:(\\d+)/");

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	private Smoke(int port) {
		this.port = port;
	}

	/**
	 * Run the check.
	 * @param args what the output has to have, and the command
	 */
	public static void main(String[] args) throws Exception {
		Process application = new ProcessBuilder(List.of(args).subList(1, args.length)).redirectErrorStream(true).start();
		try {
			new Smoke(awaitPort(application, args[0])).check();
			List<ProcessHandle> workers = application.descendants().toList();
			application.destroy();
			require(application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "The application does not stop");
			for (ProcessHandle worker : workers) {
				worker.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			System.out.println("Stopped, and " + workers.size() + " processes with it");
		}
		finally {
			application.descendants().forEach(ProcessHandle::destroyForcibly);
			application.destroyForcibly();
		}
	}

	/**
	 * Read the output, and go on reading it, until it says where the application is.
	 */
	private static int awaitPort(Process application, String expected) throws Exception {
		CompletableFuture<Integer> port = new CompletableFuture<>();
		Thread reader = new Thread(() -> {
			StringBuilder seen = new StringBuilder();
			try (BufferedReader output = application.inputReader()) {
				for (String line = output.readLine(); line != null; line = output.readLine()) {
					System.out.println(line);
					seen.append(line).append('\n');
					Matcher ready = READY.matcher(line);
					if (ready.find()) {
						require(seen.indexOf(expected) >= 0, "The output has no '" + expected + "'");
						port.complete(Integer.valueOf(ready.group(1)));
					}
				}
				port.completeExceptionally(new IllegalStateException("The application has ended too early"));
			}
			catch (IOException | IllegalStateException ex) {
				port.completeExceptionally(ex);
			}
		});
		reader.setDaemon(true);
		reader.start();
		return port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	private void check() throws Exception {
		requireBody("/text/greet?name=Ada", "Hello Ada, from Java");
		requireBody("/math/add?a=10&b=20", "\"result\":30");
		requireBody("/actuator/health", "\"status\":\"UP\"");
		requireBody("/actuator/multifrost/text", "\"summarize\"");
		requireBody("/actuator/metrics/multifrost.client.calls", "\"COUNT\"");
		requireBody("/actuator/prometheus", "multifrost_client_calls_seconds_count");
		requireBody("/", "dashboard.js");
	}

	private void requireBody(String path, String expected) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(PATIENCE)
			.build();
		HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		require(response.statusCode() == 200 && response.body().contains(expected),
				path + " has no '" + expected + "': HTTP " + response.statusCode() + ", " + response.body());
		System.out.println("  " + path + " has " + expected);
	}

	private static void require(boolean condition, String problem) {
		if (!condition) {
			throw new IllegalStateException(problem);
		}
	}

}
