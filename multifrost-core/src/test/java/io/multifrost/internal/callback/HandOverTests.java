package io.multifrost.internal.callback;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandOver}.
 */
class HandOverTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<String> taken = new ArrayList<>();

	private final List<Long> lost = new ArrayList<>();

	private final HandOver<String> handOver = new HandOver<>(this.tasks::add, this.taken::add, this.lost::add, 3, 10);

	@Test
	void losesWhatComesBeyondTheNumberAndSaysHowMany() {
		for (String item : List.of("a", "b", "c", "d", "e")) {
			this.handOver.add(item, 0);
		}
		assertThat(this.lost).isEmpty();
		runTasks();
		assertThat(this.taken).containsExactly("a", "b", "c");
		assertThat(this.lost).containsExactly(2L);
		this.handOver.add("f", 0);
		runTasks();
		assertThat(this.taken).endsWith("f");
		assertThat(this.lost).hasSize(1);
	}

	@Test
	void losesWhatComesBeyondTheWeightButNothingLight() {
		this.handOver.add("a", 10);
		this.handOver.add("heavy", 1);
		this.handOver.add("light", 0);
		runTasks();
		this.handOver.add("b", 1);
		runTasks();
		assertThat(this.taken).containsExactly("a", "light", "b");
		assertThat(this.lost).containsExactly(1L);
	}

	@Test
	void takesOneItemHoweverHeavy() {
		this.handOver.add("a", 11);
		this.handOver.add("b", 1);
		runTasks();
		assertThat(this.taken).containsExactly("a");
		assertThat(this.lost).containsExactly(1L);
	}

	private void runTasks() {
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove(0).run();
	}

}
