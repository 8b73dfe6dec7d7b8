package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.util.function.BiFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class LoopContextTests {

	@Test
	void isMadeForTheVersionOfJeroMqWhoseInnerOrderWasRead() throws IOException {
		Properties properties = new Properties();
		try (InputStream in = ZMQ.class.getResourceAsStream("/META-INF/maven/org.zeromq/jeromq/pom.properties")) {
			properties.load(in);
		}
		assertThat(properties.getProperty("version"))
			.as("docs/decisions/io-thread.md says what has to be read again in another version")
			.isEqualTo("0.6.0");
	}

	@Test
	void aStartThatFailsLeavesNoThread() {
		Set<Thread> before = threads();
		LoopContext context = new LoopContext(new EventLoop());
		BiFunction<Runnable, String, Thread> threads = context.getThreadFactory();
		context.setThreadFactory((task, name) -> {
			if (name.startsWith("iothread")) {
				throw new IllegalStateException("no thread left");
			}
			return threads.apply(task, name);
		});
		assertThatIllegalStateException().isThrownBy(() -> context.socket(SocketType.DEALER))
			.withMessage("no thread left");
		context.terminate();
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("reaper") || thread.getName().startsWith("multifrost-io"))
			.collect(Collectors.toSet());
	}

}
