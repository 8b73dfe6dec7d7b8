package io.multifrost.internal.jeromq.frame;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PayloadFrame}.
 */
class PayloadFrameTests {

	private final PayloadFrame frame = new PayloadFrame(new byte[] { 1, 2, 3 });

	@Test
	void knowsWhatHasLeft() {
		assertThat(this.frame.written()).isZero();
		this.frame.buf().position(2);
		assertThat(this.frame.written()).isEqualTo(2);
		assertThat(this.frame.isWritten()).isFalse();
		this.frame.buf().position(3);
		assertThat(this.frame.isWritten()).isTrue();
	}

	@Test
	void isEmptyForWhoeverWritesItAfterItWasLetGo() {
		this.frame.release();
		assertThat(this.frame.buf().limit(this.frame.size()).remaining()).isZero();
		assertThat(this.frame.isWritten()).isFalse();
	}

}
