package io.multifrost.internal.callback;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SerialDispatcher}.
 */
class SerialDispatcherTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<String> taken = new ArrayList<>();

	private final List<Long> lost = new ArrayList<>();

	private final SerialDispatcher<String> dispatcher = new SerialDispatcher<>(this.tasks::add, this.taken::add,
			this.lost::add, 3, new Budget(10));

	@Test
	void losesWhatComesBeyondTheNumberAndSaysHowMany() {
		for (String item : List.of("a", "b", "c")) {
			assertThat(this.dispatcher.add(item)).isTrue();
		}
		assertThat(this.dispatcher.add("d")).isFalse();
		assertThat(this.dispatcher.add("e")).isFalse();
		assertThat(this.lost).isEmpty();
		runTasks();
		assertThat(this.taken).containsExactly("a", "b", "c");
		assertThat(this.lost).containsExactly(2L);
		this.dispatcher.add("f", 0);
		runTasks();
		assertThat(this.taken).endsWith("f");
		assertThat(this.lost).hasSize(1);
	}

	@Test
	void losesWhatComesBeyondTheWeightButNothingLight() {
		this.dispatcher.add("a", 10);
		this.dispatcher.add("heavy", 1);
		this.dispatcher.add("light", 0);
		runTasks();
		this.dispatcher.add("b", 1);
		runTasks();
		assertThat(this.taken).containsExactly("a", "light", "b");
		assertThat(this.lost).containsExactly(1L);
	}

	@Test
	void takesOneItemHoweverHeavy() {
		this.dispatcher.add("a", 11);
		this.dispatcher.add("b", 1);
		runTasks();
		assertThat(this.taken).containsExactly("a");
		assertThat(this.lost).containsExactly(1L);
	}

	@Test
	void handsOneAfterTheOtherThoughAnExecutorKeepsATaskThatItRefuses() {
		SerialDispatcher<String> serial = new SerialDispatcher<>((task) -> {
			this.tasks.add(task);
			if (this.tasks.size() == 1) {
				throw new OutOfMemoryError("unable to create native thread");
			}
		}, (item) -> {
			this.taken.add(item);
			if (item.equals("a")) {
				this.tasks.get(1).run();
			}
			this.taken.add("end of " + item);
		}, this.lost::add, 3);
		serial.add("a");
		serial.add("b");
		this.tasks.get(0).run();
		assertThat(this.taken).containsExactly("a", "end of a", "b", "end of b");
	}

	private void runTasks() {
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove(0).run();
	}

}
