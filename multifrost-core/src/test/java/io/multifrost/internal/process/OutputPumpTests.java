package io.multifrost.internal.process;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OutputPump}.
 */
class OutputPumpTests {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Queue<Runnable> afterPause = new ConcurrentLinkedQueue<>();

	@Test
	void anUnfinishedLineIsShownWhenNothingFollows() throws Exception {
		PipedOutputStream out = new PipedOutputStream();
		OutputPump pump = new OutputPump(1, new PipedInputStream(out), false, (error, line) -> this.lines.add(line),
				this.afterPause::add);
		pump.start();
		write(out, "Continue? ");
		pause();
		assertThat(this.lines).containsExactly("Continue? ");
		write(out, "yes");
		await().until(() -> pump.lastLines().contains("yes"));
		write(out, " or no");
		await().until(() -> pump.lastLines().contains("yes or no"));
		pause(); // something has followed meanwhile
		assertThat(this.lines).containsExactly("Continue? ");
		pause();
		assertThat(this.lines).containsExactly("Continue? ", "yes or no");
		write(out, "\ndone\n");
		out.close();
		assertThat(pump.ended()).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.lines).containsExactly("Continue? ", "yes or no", "done");
	}

	@Test
	void theStepsOfAProgressBarAreShownNowAndThenAndItsEndAlways() throws Exception {
		PipedOutputStream out = new PipedOutputStream();
		OutputPump pump = new OutputPump(1, new PipedInputStream(out), false, (error, line) -> this.lines.add(line),
				this.afterPause::add);
		pump.start();
		StringBuilder steps = new StringBuilder();
		for (int i = 0; i < 10_000; i++) {
			steps.append('\r').append(i);
		}
		write(out, steps + "\n");
		out.close();
		assertThat(pump.ended()).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.lines).startsWith("0").endsWith("9999").hasSizeLessThan(1000);
	}

	private void pause() {
		await().until(() -> !this.afterPause.isEmpty());
		this.afterPause.remove().run();
	}

	private static void write(PipedOutputStream out, String text) throws Exception {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

}
