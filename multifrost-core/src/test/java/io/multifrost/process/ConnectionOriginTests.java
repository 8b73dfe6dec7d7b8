package io.multifrost.process;

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

import static org.assertj.core.api.Assertions.assertThat;

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
			assertThat(ConnectionOrigin.isForeign(process(worker.pid()), peer.getLocalPort(), server.getLocalPort()))
				.isTrue();
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
			assertThat(ConnectionOrigin.isForeign(process(self), peer.getLocalPort(), server.getLocalPort())).isFalse();
		}
	}

	@Test
	void doesNotCallForeignWhatItCannotFind() {
		assertThat(ConnectionOrigin.isForeign(process(ProcessHandle.current().pid()), 1, 2)).isFalse();
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
