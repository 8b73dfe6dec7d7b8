package io.multifrost.parent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.RemoteCallException;
import io.multifrost.WorkerExitedException;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The port of the debugger among several processes, which cannot all have it.
 */
@Timeout(120)
class PythonDebugTests {

	/** As far as the port goes. */
	private static final String DEBUGPY = """
			import socket
			def listen(address):
			    global server
			    server = socket.create_server(address)
			def breakpoint():
			    pass
			""";

	private static final String WORDS = """
			import os, sys
			def debugged():
			    return os.getpid() if hasattr(sys.modules["debugpy"], "server") else 0
			def halt():
			    breakpoint()
			    return "halted"
			""";

	private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

	@TempDir
	private Path directory;

	@Test
	void oneProcessOfAPoolHasThePortAndAnotherTakesItOverWhenThatIsGone() throws IOException {
		int port = freePort();
		Files.writeString(this.directory.resolve("debugpy.py"), DEBUGPY);
		Path script = Files.writeString(this.directory.resolve("words.py"), WORDS);
		PythonWorker words = PythonWorker.script(script.toString())
			.executable(Python.executable().toString())
			.debug(port)
			.build();
		try (ParentWorker worker = ParentWorker
			.spawn(words, PythonEnvironments.DEFAULTS.withDirectory(this.directory.resolve("environments")))
			.environment("PYTHONPATH", this.directory.toString())
			.instances(3)
			.autoRestart(true)
			.onStderr(this.lines::add)
			.start()) {
			long first = awaitDebugged(worker, 0);
			await().untilAsserted(() -> {
				assertThat(told("A debugger can attach to 127.0.0.1:" + port)).isEqualTo(1);
				assertThat(told("A debugger cannot attach to port " + port + " yet: ")).isEqualTo(2);
			});
			List<String> halts = Stream.generate(() -> halt(worker)).limit(12).distinct().toList();
			assertThat(halts).hasSizeBetween(2, 3)
				.contains("halted")
				.filteredOn((halt) -> !halt.equals("halted"))
				.allMatch((halt) -> halt.contains("breakpoint() has no debugger in this process"));
			assertThat(ProcessHandle.of(first).map(ProcessHandle::destroyForcibly)).contains(true);
			long second = awaitDebugged(worker, first);
			worker.restart();
			awaitDebugged(worker, second);
			assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
		}
	}

	/** Ask until the process answers that has the port. */
	private static long awaitDebugged(ParentWorker worker, long former) {
		return await().atMost(Duration.ofMinutes(1))
			.ignoreException(WorkerExitedException.class) // of a call that met the killed
															// one
			.until(() -> worker.call("debugged", Long.class), (pid) -> pid != 0 && pid != former);
	}

	private static String halt(ParentWorker worker) {
		try {
			return worker.call("halt", String.class);
		}
		catch (RemoteCallException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private long told(String text) {
		return List.copyOf(this.lines).stream().filter((line) -> line.contains(text)).count();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
