package io.multifrost.internal.serving;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FairQueueTests {

	private static final String ADA = "Ada";

	private static final String BOB = "Bob";

	private final FairQueue<String, String> queue = new FairQueue<>(2, 2);

	@Test
	void parentsTakeTurns() {
		this.queue.offer(ADA, "1", "a1");
		this.queue.offer(ADA, "2", "a2");
		this.queue.offer(BOB, "1", "b1");
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isEqualTo("a1");
		assertThat(this.queue.takeNext()).isEqualTo("b1");
		assertThat(this.queue.takeNext()).isEqualTo("a2");
		assertThat(this.queue.takeNext()).isNull();
	}

	@Test
	void oneThreadAfterTheOtherIsAskedForWhileCallsWait() {
		assertThat(this.queue.needsThread()).as("nothing waits").isFalse();
		offerToAda(3);
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.needsThread()).as("the first has not come").isFalse();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.needsThread()).as("no more than two").isFalse();
	}

	@Test
	void aThreadThatEndsIsAskedForAgain() {
		offerToAda(1);
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.takeNext()).isNull();
		offerToAda(1);
		assertThat(this.queue.needsThread()).isTrue();
		this.queue.giveUpThread();
		assertThat(this.queue.needsThread()).as("the one before did not come").isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
	}

	@Test
	void aLineHoldsItsCapacityAndWhatThreadsAreFreeFor() {
		assertThat(offerToAda(5)).as("2 wait, 2 threads are free").isEqualTo(4);
		assertThat(this.queue.offer(BOB, "1", "b1")).as("a line of its own").isTrue();
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.offer(ADA, "more", "x")).as("a thread is busy").isFalse();
	}

	@Test
	void aCallThatWaitsCanBeTakenBackByItsId() {
		this.queue.offer(ADA, "1", "first");
		this.queue.offer(ADA, "1", "second");
		assertThat(this.queue.remove(ADA, "2")).isNull();
		assertThat(this.queue.remove(BOB, "1")).isNull();
		assertThat(this.queue.remove(ADA, "1")).isEqualTo("first");
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isEqualTo("second");
		assertThat(this.queue.takeNext()).isNull();
	}

	@Test
	void aThreadThatIsLostIsAskedForAgain() {
		offerToAda(3);
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isNotNull();
		assertThat(this.queue.needsThread()).isFalse();
		this.queue.loseThread();
		assertThat(this.queue.needsThread()).isTrue();
	}

	@Test
	void callsThatNoThreadWillTakeAreGivenBack() {
		offerToAda(2);
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeAllWithoutThread()).as("one is coming").isEmpty();
		this.queue.giveUpThread();
		assertThat(this.queue.takeAllWithoutThread()).containsExactly("a0", "a1");
		assertThat(this.queue.needsThread()).isFalse();
	}

	@Test
	void aLineThatIsNewAfterAllWereGivenBackIsNotLost() {
		this.queue.offer(ADA, "1", "a1");
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isEqualTo("a1");
		assertThat(this.queue.takeNext()).isNull();
		assertThat(this.queue.takeAllWithoutThread()).isEmpty();
		this.queue.offer(BOB, "1", "b1");
		this.queue.offer(ADA, "2", "a2");
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isEqualTo("b1");
		assertThat(this.queue.remove(ADA, "2")).isEqualTo("a2");
		assertThat(this.queue.takeNext()).isNull();
	}

	@Test
	void aParentThatComesAgainFindsItsLine() {
		this.queue.offer(ADA, "1", "a1");
		assertThat(this.queue.needsThread()).isTrue();
		assertThat(this.queue.takeFirst()).isEqualTo("a1");
		this.queue.offer(BOB, "1", "b1");
		assertThat(this.queue.takeNext()).isEqualTo("b1");
		this.queue.offer(ADA, "1", "a2");
		this.queue.offer(BOB, "2", "b2");
		this.queue.offer(BOB, "3", "b3");
		assertThat(this.queue.remove(ADA, "1")).isEqualTo("a2");
		assertThat(this.queue.takeNext()).isEqualTo("b2");
		assertThat(this.queue.takeNext()).isEqualTo("b3");
		assertThat(this.queue.takeNext()).isNull();
		assertThat(this.queue.needsThread()).isFalse();
	}

	private int offerToAda(int calls) {
		int taken = 0;
		for (int i = 0; i < calls; i++) {
			taken += this.queue.offer(ADA, "call " + i, "a" + i) ? 1 : 0;
		}
		return taken;
	}

}
