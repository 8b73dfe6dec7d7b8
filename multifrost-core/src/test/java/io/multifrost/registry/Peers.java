package io.multifrost.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.multifrost.support.Python;

/**
 * Other processes that use the registry.
 */
public final class Peers {

	private Peers() {
	}

	public static Process python(Path directory, String... command) throws IOException {
		List<String> line = new ArrayList<>();
		line.add(Python.executable().toString());
		line.add(Python.peer("registry_peer.py").toString());
		line.add(directory.toString());
		line.addAll(List.of(command));
		return start(line);
	}

	public static Process java(Class<?> program, String... arguments) throws IOException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName()));
		line.addAll(List.of(arguments));
		return start(line);
	}

	private static Process start(List<String> line) throws IOException {
		return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	public static String readLine(Process process) throws IOException {
		return String.valueOf(reader(process).readLine());
	}

	public static BufferedReader reader(Process process) {
		return process.inputReader();
	}

	/**
	 * Return the id of a process that has ended.
	 * @return the id
	 */
	public static long deadPid() throws IOException, InterruptedException {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		return process.pid();
	}

	public static void kill(Process process) throws InterruptedException {
		process.destroyForcibly();
		process.waitFor(10, TimeUnit.SECONDS);
	}

	/**
	 * Return a registry that is less patient than that of users.
	 */
	public static FileServiceRegistry registry(Path directory, Duration lockTimeout) {
		return new FileServiceRegistry(directory, lockTimeout);
	}

}
