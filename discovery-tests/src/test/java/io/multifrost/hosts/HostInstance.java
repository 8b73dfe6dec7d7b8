package io.multifrost.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the service on a host: an application in Java, or a service in Python
 * with an application beside it that publishes it, where there is a registry.
 *
 * @param host the host
 * @param port where it listens
 * @param python whether it is in Python
 * @param processes what runs there
 */
record HostInstance(Host host, int port, boolean python, List<Process> processes) {

	private static final String MODULE = """
			import os

			def who():
			    return os.environ["INSTANCE"]

			def next(number):
			    return number + 1
			""";

	/** Of the sources: the build runs this in the folder of its module. */
	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	/**
	 * Start an instance.
	 * @param host the host
	 * @param port where it listens
	 * @param python whether it is in Python, and not in Java
	 * @param registry what it is found by
	 * @param directory for its output
	 */
	static HostInstance start(Host host, int port, boolean python, Registry registry, Path directory)
			throws IOException {
		String name = host.name() + "-" + port;
		Path home = Files.createDirectories(directory.resolve(registry.profile()).resolve(name));
		List<List<String>> commands = new ArrayList<>();
		if (!python) {
			commands.add(application(HostService.class, host, port, "service", registry));
		}
		else {
			Path module = Files.writeString(home.resolve("hosted.py"), MODULE);
			commands.add(List.of(ROOT.resolve("target/python/bin/python3").toString(), "-m", "multifrost_worker",
					"serve", "--script", module.toString(), "--service-id", "hosted", "--bind", "0.0.0.0:" + port));
			if (registry != Registry.NONE) {
				commands.add(application(HostService.Beside.class, host, port, "beside", registry));
			}
		}
		List<Process> processes = new ArrayList<>();
		for (List<String> command : commands) {
			ProcessBuilder builder = new ProcessBuilder(host.within(command)).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("output").toFile()));
			builder.environment()
				.putAll(Map.of("INSTANCE", name, "MULTIFROST_HOME", home.toString(), "PYTHONPATH",
						ROOT.resolve("multifrost-core/src/main/python").toString()));
			processes.add(builder.start());
		}
		return new HostInstance(host, port, python, processes);
	}

	private static List<String> application(Class<?> program, Host host, int port, String role, Registry registry) {
		return List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Xmx128m", "-cp", System.getProperty("java.class.path"), program.getName(),
				"--spring.profiles.active=" + role + "," + registry.profile(), "--name=" + host.name() + "-" + port,
				"--address=" + host.address(), "--port=" + port);
	}

	String endpoint() {
		return "tcp://" + this.host.address() + ":" + this.port;
	}

	/**
	 * Ask it to end, and wait until it has.
	 */
	void stop() throws InterruptedException {
		this.processes.forEach(Process::destroy);
		for (Process process : this.processes) {
			if (!process.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException(endpoint() + " has not ended within 60 s of SIGTERM");
			}
		}
	}

	void kill() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
