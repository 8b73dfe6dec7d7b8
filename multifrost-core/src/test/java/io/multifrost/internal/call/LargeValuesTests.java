package io.multifrost.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LargeValues}.
 */
class LargeValuesTests {

	@Test
	void aCallThatIsSentAgainHasWhatItHadTheFirstTime() {
		MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);
		List<Integer> changing = new ArrayList<>(List.of(1, 2));
		byte[] payload = codec.encodeCall(ProtocolVersion.V4, "id", "f", new Object[] { changing, "two" }, "space",
				"client", Map.of(Call.LENT, Map.of(Call.FILE_FOR_ANSWER, "7"), "accept", List.of("array")),
				Duration.ofSeconds(5), null);
		changing.clear();
		Call first = (Call) codec.decode(payload);
		Call again = (Call) codec.decode(LargeValues.again(codec, payload));
		assertThat(again.arguments()).isEqualTo(first.arguments());
		assertThat(again.deadline()).isEqualTo(first.deadline());
		assertThat(List.of(again.version(), again.id(), again.function(), again.namespace(), again.clientName()))
			.isEqualTo(List.of(first.version(), first.id(), first.function(), first.namespace(), first.clientName()));
		assertThat(again.metadata()).containsEntry("accept", List.of("array"))
			.containsEntry(Call.LENT, Map.of(Call.FILE_KEPT, true));
	}

}
