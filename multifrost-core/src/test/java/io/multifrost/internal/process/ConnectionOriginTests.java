package io.multifrost.internal.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ConnectionOrigin}.
 */
@EnabledOnOs(OS.LINUX)
class ConnectionOriginTests {

	@Test
	void knowsAConnectionOfAnOlderProcessOutsideTheTree() throws IOException {
		Process worker = new ProcessBuilder("sleep", "60").start();
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				Socket peer = new Socket(server.getInetAddress(), server.getLocalPort())) {
			assertThat(ConnectionOrigin.isWorker(process(worker.pid()), peer.getLocalPort(), server.getLocalPort()))
				.isFalse();
		}
		finally {
			worker.destroyForcibly();
		}
	}

	@Test
	void knowsAConnectionOfTheWorkerItself() throws IOException {
		long self = ProcessHandle.current().pid();
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				Socket peer = new Socket(server.getInetAddress(), server.getLocalPort())) {
			assertThat(ConnectionOrigin.isWorker(process(self), peer.getLocalPort(), server.getLocalPort())).isTrue();
		}
	}

	@Test
	void refusesWhatItCannotFind() {
		assertThat(ConnectionOrigin.isWorker(process(ProcessHandle.current().pid()), 1, 2)).isFalse();
	}

	/**
	 * Needs root, who alone may become another user.
	 */
	@Test
	void refusesAProcessOfAnotherUserThoughItIsYounger() throws Exception {
		assumeThat(System.getProperty("user.name")).as("needs root: NOT TESTED").isEqualTo("root");
		Process worker = new ProcessBuilder("sleep", "60").start();
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Process stranger = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "bash", "-c",
					"exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + "; exec sleep 60")
				.start();
			try (Socket accepted = server.accept()) {
				assertThat(ConnectionOrigin.isWorker(process(worker.pid()), accepted.getPort(), server.getLocalPort()))
					.isFalse();
			}
			finally {
				stranger.destroyForcibly();
			}
		}
		finally {
			worker.destroyForcibly();
		}
	}

	private static WorkerProcess process(long pid) {
		return new WorkerProcess() {

			@Override
			public long pid() {
				return pid;
			}

			@Override
			public boolean isAlive() {
				return true;
			}

			@Override
			public CompletableFuture<ExitStatus> exit() {
				return new CompletableFuture<>();
			}

			@Override
			public List<String> lastOutput() {
				return List.of();
			}

			@Override
			public Duration uptime() {
				return Duration.ZERO;
			}

			@Override
			public boolean terminate() {
				return false;
			}

			@Override
			public void kill() {
				throw new UnsupportedOperationException("Not a process of these tests");
			}

		};
	}

}
