package io.multifrost.internal.message;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;

class MessageGoldenBytesTests {

	private static final String APP_V3 = "a3617070 ae636f6d6c696e6b5f6970635f7633";

	private static final String APP_V4 = "a3617070 ae636f6d6c696e6b5f6970635f7634";

	private static final String ID = "a26964 a178";

	private static final String TIMESTAMP = "a974696d657374616d70 cb41d954fc40200000";

	@Test
	void callIsWrittenLiterally() {
		byte[] expected = CodecFixture.bytes("88" + APP_V3 + ID + "a474797065 a463616c6c" + TIMESTAMP
				+ "a866756e6374696f6e a3616464" + "a96e616d657370616365 a764656661756c74"
				+ "ab636c69656e745f6e616d65 a170" + "a461726773 92 0a 14");
		byte[] actual = CodecFixture.CODEC.encodeCall(ProtocolVersion.V3, "x", "add", new Object[] { 10, 20 },
				"default", "p", Map.of());
		assertThat(hex(actual)).isEqualTo(hex(expected));
		assertRoundTrip(actual);
	}

	@Test
	void deadlineOfACallStandsInItsMetadata() {
		String call = "88" + APP_V3 + ID + "a474797065 a463616c6c" + TIMESTAMP + "a866756e6374696f6e a166"
				+ "a96e616d657370616365 a16e" + "a86d65746164617461";
		String arguments = "a461726773 90";
		String deadline = "a8646561646c696e65 cb41d954fc41a00000";
		Duration left = Duration.ofMillis(5999).plusNanos(1);
		assertThat(hex(call(Map.of(), left))).isEqualTo(hex(CodecFixture.bytes(call + "81" + deadline + arguments)));
		assertThat(hex(call(Map.of("k", 1), left)))
			.isEqualTo(hex(CodecFixture.bytes(call + "82" + deadline + "a16b 01" + arguments)));
		assertThat(CodecFixture.CODEC.decode(call(Map.of(), left))).isInstanceOfSatisfying(Message.Call.class,
				(decoded) -> {
					assertThat(decoded.deadline() - decoded.timestamp()).isEqualTo(6);
					assertRoundTrip(call(Map.of(), left));
				});
	}

	@Test
	void deadlineOfTheCallersOwnIsKept() {
		assertThat(CodecFixture.CODEC.decode(call(Map.of("deadline", "friday"), Duration.ofSeconds(1))).metadata())
			.isEqualTo(Map.of("deadline", "friday"));
		assertThat(CodecFixture.CODEC.decode(call(Map.of(), Duration.ofSeconds(Long.MAX_VALUE))))
			.isInstanceOfSatisfying(Message.Call.class, (far) -> assertThat(far.deadline()).isBetween(1e10, 1e12));
	}

	private static byte[] call(Map<String, ?> metadata, Duration left) {
		return CodecFixture.CODEC.encodeCall(ProtocolVersion.V3, "x", "f", new Object[0], "n", null, metadata, left,
				null);
	}

	@Test
	void callWithoutClientNameLeavesItOut() {
		byte[] expected = CodecFixture.bytes("87" + APP_V4 + ID + "a474797065 a463616c6c" + TIMESTAMP
				+ "a866756e6374696f6e a166" + "a96e616d657370616365 a16e" + "a461726773 90");
		byte[] actual = CodecFixture.CODEC.encodeCall(ProtocolVersion.V4, "x", "f", new Object[0], "n", null, Map.of());
		assertThat(hex(actual)).isEqualTo(hex(expected));
		assertRoundTrip(actual);
	}

	@Test
	void responseIsWrittenLiterally() {
		byte[] expected = CodecFixture
			.bytes("85" + APP_V3 + ID + "a474797065 a8726573706f6e7365" + TIMESTAMP + "a6726573756c74 1e");
		byte[] actual = CodecFixture.CODEC.encodeResponse(ProtocolVersion.V3, "x", 30, Map.of());
		assertThat(hex(actual)).isEqualTo(hex(expected));
		assertRoundTrip(actual);
	}

	@Test
	void responseWithoutResultSaysNil() {
		byte[] expected = CodecFixture.bytes("86" + APP_V3 + ID + "a474797065 a8726573706f6e7365" + TIMESTAMP
				+ "a86d65746164617461 81 a16b 01" + "a6726573756c74 c0");
		byte[] actual = CodecFixture.CODEC.encodeResponse(ProtocolVersion.V3, "x", null, Map.of("k", 1));
		assertThat(hex(actual)).isEqualTo(hex(expected));
		assertRoundTrip(actual);
	}

	@Test
	void failureIsWrittenLiterally() {
		assertWritten(new Message.Failure(ProtocolVersion.V3, "x", "E: m", Map.of()),
				"85" + APP_V3 + ID + "a474797065 a56572726f72" + TIMESTAMP + "a56572726f72 a4453a206d");
	}

	@Test
	void outputIsWrittenLiterally() {
		assertWritten(new Message.Output(ProtocolVersion.V3, null, OutputKind.STDOUT, "hi", Map.of()),
				"84" + APP_V3 + "a474797065 a67374646f7574" + TIMESTAMP + "a66f7574707574 a26869");
		assertWritten(new Message.Output(ProtocolVersion.V3, "x", OutputKind.STDERR, "hi", Map.of()),
				"85" + APP_V3 + ID + "a474797065 a6737464657272" + TIMESTAMP + "a66f7574707574 a26869");
	}

	@Test
	void heartbeatEchoesArgumentsAndMetadata() {
		EncodedValue millis = CodecFixture.packed((packer) -> packer.packArrayHeader(1).packInt(7));
		assertWritten(new Message.Heartbeat(ProtocolVersion.V3, "x", millis, Map.of("hb_response", true)),
				"86" + APP_V3 + ID + "a474797065 a9686561727462656174" + TIMESTAMP + "a461726773 91 07"
						+ "a86d65746164617461 81 ab68625f726573706f6e7365 c3");
		assertWritten(new Message.Heartbeat(ProtocolVersion.V3, "x", null, Map.of()),
				"84" + APP_V3 + ID + "a474797065 a9686561727462656174" + TIMESTAMP);
	}

	@Test
	void messagesWithoutFieldsOfTheirOwnAreWrittenLiterally() {
		assertWritten(new Message.Cancel(ProtocolVersion.V3, "x", Message.NONE, Map.of()),
				"84" + APP_V3 + ID + "a474797065 a663616e63656c" + TIMESTAMP);
		assertWritten(new Message.Shutdown(ProtocolVersion.V3, "x", Map.of()),
				"84" + APP_V3 + ID + "a474797065 a873687574646f776e" + TIMESTAMP);
		assertWritten(new Message.Ready(ProtocolVersion.V4, "x", Map.of()),
				"84" + APP_V4 + ID + "a474797065 a57265616479" + TIMESTAMP);
		assertWritten(new Message.Unknown(ProtocolVersion.V3, "x", "new", Map.of()),
				"84" + APP_V3 + ID + TIMESTAMP + "a474797065 a36e6577");
	}

	@Test
	void messagesOfStreamsAreWrittenLiterally() {
		EncodedValue two = new EncodedValue(new byte[] { 7, 8 }, 0, 2);
		EncodedValue one = new EncodedValue(new byte[] { 7 }, 0, 1);
		assertWritten(new Message.Items(ProtocolVersion.V3, "x", Message.NONE, 5, 1, one, Map.of()),
				"86" + APP_V3 + ID + "a474797065 a46974656d" + TIMESTAMP + "a3736571 05" + "a6726573756c74 07");
		assertWritten(new Message.Items(ProtocolVersion.V4, "x", 1, 300, 2, two, Map.of()),
				"87" + APP_V4 + ID + "a474797065 a46974656d" + TIMESTAMP + "a8617267756d656e74 01" + "a3736571 cd012c"
						+ "a7726573756c7473 92 07 08");
		assertWritten(new Message.ItemsEnd(ProtocolVersion.V3, "x", 0, 9, null, Map.of()),
				"87" + APP_V3 + ID + "a474797065 a8726573706f6e7365" + TIMESTAMP + "a8617267756d656e74 00"
						+ "a3736571 09" + "a6726573756c74 c0");
		assertWritten(new Message.ItemsEnd(ProtocolVersion.V3, "x", 0, Message.NONE, "E: m", Map.of()), "86" + APP_V3
				+ ID + "a474797065 a56572726f72" + TIMESTAMP + "a8617267756d656e74 00" + "a56572726f72 a4453a206d");
		assertWritten(new Message.Credit(ProtocolVersion.V3, "x", Message.NONE, 16, Map.of()),
				"85" + APP_V3 + ID + "a474797065 a6637265646974" + TIMESTAMP + "a5636f756e74 10");
		assertWritten(new Message.Credit(ProtocolVersion.V3, "x", 2, 16, Map.of()), "86" + APP_V3 + ID
				+ "a474797065 a6637265646974" + TIMESTAMP + "a8617267756d656e74 02" + "a5636f756e74 10");
		assertWritten(new Message.Cancel(ProtocolVersion.V3, "x", 2, Map.of()),
				"85" + APP_V3 + ID + "a474797065 a663616e63656c" + TIMESTAMP + "a8617267756d656e74 02");
	}

	@Test
	void theEndOfAStreamedResultSaysHowManyItemsThereWere() {
		byte[] end = CodecFixture.CODEC
			.encode(new Message.ItemsEnd(ProtocolVersion.V3, "x", Message.NONE, 3, null, Map.of()));
		assertThat(hex(end)).isEqualTo(hex(CodecFixture.bytes("86" + APP_V3 + ID + "a474797065 a8726573706f6e7365"
				+ TIMESTAMP + "a3736571 03" + "a6726573756c74 c0")));
		assertThat(CodecFixture.CODEC.decode(end)).isInstanceOfSatisfying(Message.Response.class,
				(response) -> assertThat(response.items()).isEqualTo(3));
	}

	private static void assertWritten(Message message, String expected) {
		byte[] actual = CodecFixture.CODEC.encode(message);
		assertThat(hex(actual)).isEqualTo(hex(CodecFixture.bytes(expected)));
		assertThat(CodecFixture.CODEC.decode(actual)).isEqualTo(message);
	}

	private static void assertRoundTrip(byte[] bytes) {
		assertThat(hex(CodecFixture.CODEC.encode(CodecFixture.CODEC.decode(bytes)))).isEqualTo(hex(bytes));
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
