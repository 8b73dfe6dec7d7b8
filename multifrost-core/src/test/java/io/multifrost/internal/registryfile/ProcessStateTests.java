package io.multifrost.internal.registryfile;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.registry.Peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ProcessStateTests {

	@Test
	void processesOfThisAndOtherUsersRun() {
		assertThat(ProcessState.isRunning(ProcessHandle.current().pid())).isTrue();
		assertThat(ProcessState.isRunning(1)).isTrue();
	}

	@Test
	void aProcessThatEndedDoesNotRun() throws Exception {
		assertThat(ProcessState.isRunning(Peers.deadPid())).isFalse();
		assertThat(ProcessState.isRunning(Long.MAX_VALUE)).isFalse();
	}

	@Test
	void aProcessThatEndedAndWasNotCollectedDoesNotRun() throws Exception {
		// The shell becomes a program that does not know of the child, so never collects
		// it
		Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 100").start();
		try {
			long child = Long.parseLong(Peers.readLine(parent));
			await().atMost(Duration.ofSeconds(20)).until(() -> !ProcessState.isRunning(child));
			assertThat(ProcessState.isRunning(parent.pid())).isTrue();
		}
		finally {
			Peers.kill(parent);
		}
	}

	@Test
	void aProcessIsNoneThatStartedLater() {
		ProcessHandle own = ProcessHandle.current();
		Instant start = own.info().startInstant().orElseThrow();
		assertThat(ProcessState.isRunningSince(own.pid(), Instant.now())).isTrue();
		assertThat(ProcessState.isRunningSince(own.pid(), start)).isTrue();
		assertThat(ProcessState.isRunningSince(own.pid(), start.minusSeconds(60))).isFalse();
	}

}
