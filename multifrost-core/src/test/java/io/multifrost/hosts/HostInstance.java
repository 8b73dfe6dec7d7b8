package io.multifrost.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.multifrost.support.Python;

/**
 * One instance of the service, as a process on a host.
 */
final class HostInstance {

	private static final String MODULE = """
			import os

			def who():
			    return os.environ["INSTANCE"]

			def next(number):
			    return number + 1
			""";

	private final Process process;

	private final String endpoint;

	private HostInstance(Process process, String endpoint) {
		this.process = process;
		this.endpoint = endpoint;
	}

	String endpoint() {
		return this.endpoint;
	}

	/**
	 * Start an instance.
	 * @param host the host
	 * @param port where it listens
	 * @param python whether it is in Python, and not in Java
	 * @param directory for its registry and its output
	 */
	static HostInstance start(Host host, int port, boolean python, Path directory) throws IOException {
		String name = host.name() + "-" + port;
		Path home = Files.createDirectories(directory.resolve(name));
		List<String> command = python ? python(name, host.address() + ":" + port, home)
				: List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp",
						System.getProperty("java.class.path"), HostService.class.getName(), name, host.address(),
						Integer.toString(port), home.toString());
		ProcessBuilder builder = new ProcessBuilder(host.within(command)).redirectErrorStream(true)
			.redirectOutput(home.resolve("output").toFile());
		builder.environment()
			.putAll(Map.of("INSTANCE", name, "MULTIFROST_HOME", home.toString(), "PYTHONPATH",
					Path.of("src/main/python").toAbsolutePath().toString()));
		return new HostInstance(builder.start(), "tcp://" + host.address() + ":" + port);
	}

	private static List<String> python(String name, String bind, Path home) throws IOException {
		Path module = Files.writeString(home.resolve("hosted.py"), MODULE);
		return List.of(Python.executable().toString(), "-m", "multifrost_worker", "serve", "--script",
				module.toString(), "--service-id", name, "--bind", bind);
	}

	/**
	 * Ask it to end, and wait until it has.
	 */
	void stop() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException(this.endpoint + " has not ended within 30 s of SIGTERM");
		}
	}

	void kill() {
		this.process.destroyForcibly();
	}

	/**
	 * A network namespace that stands for a host.
	 *
	 * @param name its name, as the script beside has made it
	 * @param address its address
	 */
	record Host(String name, String address) {

		private static final String PREFIX = System.getenv("HOSTS");

		List<String> within(List<String> command) {
			List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + "-" + this.name));
			all.addAll(command);
			return all;
		}

		/**
		 * Pull the cable, or put it in.
		 */
		void connected(boolean connected) throws IOException, InterruptedException {
			Process ip = new ProcessBuilder("ip", "-n", PREFIX + "-net", "link", "set", this.name,
					connected ? "up" : "down")
				.inheritIO()
				.start();
			if (ip.waitFor() != 0) {
				throw new IllegalStateException("The link of host " + this.name + " cannot be changed");
			}
		}

	}

}
