package io.multifrost.internal.serving;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamTable}.
 */
class StreamTableTests {

	private final StreamTable table = new StreamTable((delay, task) -> {
	});

	private int calls;

	private byte parents;

	@Test
	void noParentHasMoreThanAreLeftForTheOthers() {
		Route greedy = route();
		ServedCall first = call(greedy);
		assertThat(this.table.add(first)).isNull();
		assertThat(fill(greedy)).isEqualTo(StreamTable.MAX_STREAMS / 2 - 1);
		assertThat(this.table.add(call(greedy))).contains("5000 streams of this parent");
		assertThat(fill(route())).as("half of what is left").isEqualTo(2_500);
		this.table.remove(first);
		this.table.remove(first);
		assertThat(fill(route())).as("and half of that, with the one that was freed").isEqualTo(1_251);
		assertThat(this.table.find(greedy, "0")).isNull();
		assertThat(this.table.find(greedy, "1")).isNotNull();
	}

	private int fill(Route route) {
		int added = 0;
		while (this.table.add(call(route)) == null) {
			added++;
		}
		return added;
	}

	private Route route() {
		return new Route(new byte[] { this.parents++ });
	}

	private ServedCall call(Route route) {
		Call call = new Call(ProtocolVersion.V3, String.valueOf(this.calls++), Double.NaN, "f",
				EncodedValue.EMPTY_ARRAY, "default", null, Map.of(Call.STREAM, Map.of("credit", 1L)));
		return new ServedCall(route, call, null, null, CallStreams.of(call));
	}

}
