package io.multifrost.benchmarks.load;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ItemReaderTests {

	private final ItemReader reader = new ItemReader();

	@Test
	void readsItemsInOrderUntilItIsStopped() {
		assertThat(LongStream.range(0, 3)).allMatch(this.reader::test);
		this.reader.stop();
		assertThat(this.reader.test(3)).isFalse();
		assertThat(this.reader.count()).isEqualTo(4);
	}

	@Test
	void aMissingOrDoubledItemFails() {
		this.reader.test(0);
		assertThatIllegalStateException().isThrownBy(() -> this.reader.test(2)).withMessageContaining("1 was next");
		assertThatIllegalStateException().isThrownBy(() -> this.reader.test(0)).withMessageContaining("1 was next");
	}

	@Test
	void aStreamThatEndsEarlyFails() {
		this.reader.test(0);
		assertThatIllegalStateException().isThrownBy(() -> this.reader.check(2)).withMessageContaining("ended after 1");
	}

}
