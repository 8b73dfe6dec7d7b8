package io.multifrost.internal.message;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolException.Reason;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageDecodingTests {

	private static final String V3 = "comlink_ipc_v3";

	@Test
	void absentFieldsOfACallHaveTheirDefaults() {
		Message.Call call = (Message.Call) decode("app", V3, "type", "call");
		assertThat(call.version()).isEqualTo(ProtocolVersion.V3);
		assertThat(call.id()).isNull();
		assertThat(call.function()).isNull();
		assertThat(call.namespace()).isEqualTo("default");
		assertThat(call.clientName()).isNull();
		assertThat(call.metadata()).isEmpty();
		assertThat(CodecFixture.CODEC.arguments().split(call.arguments())).isEmpty();
	}

	@Test
	void nilFieldsAreAbsent() {
		Message.Call call = (Message.Call) decode("app", V3, "type", "call", "id", null, "function", null, "args", null,
				"namespace", null, "client_name", null, "metadata", null, "result", null, "error", null);
		assertThat(call).isEqualTo(decode("app", V3, "type", "call"));
		assertThat(((Message.Heartbeat) decode("app", V3, "type", "heartbeat", "args", null)).arguments()).isNull();
	}

	@Test
	void clientNameIsReadInBothSpellings() {
		assertThat(((Message.Call) decode("app", V3, "type", "call", "client_name", "a")).clientName()).isEqualTo("a");
		assertThat(((Message.Call) decode("app", V3, "type", "call", "clientName", "b")).clientName()).isEqualTo("b");
		assertThat(
				((Message.Call) decode("app", V3, "type", "call", "clientName", "b", "client_name", null)).clientName())
			.isEqualTo("b");
	}

	@Test
	void timestampMayBeAnInteger() {
		assertThat(decode("app", V3, "id", "x", "type", "ready", "timestamp", 1_700_000_000L))
			.isEqualTo(new Message.Ready(ProtocolVersion.V3, "x", Map.of()));
	}

	@Test
	void absentResultIsNil() {
		Message.Response response = (Message.Response) decode("app", V3, "id", "x", "type", "response");
		assertThat(response.result()).isEqualTo(EncodedValue.NIL);
		assertThat(CodecFixture.CODEC.decodeResult(response.result(), String.class)).isNull();
	}

	@Test
	void absentTextIsEmpty() {
		assertThat(((Message.Failure) decode("app", V3, "type", "error")).error()).isEmpty();
		assertThat(((Message.Output) decode("app", V3, "type", "stdout")).text()).isEmpty();
	}

	@Test
	void keysComeInAnyOrderAndTheLastOfEqualKeysWins() {
		Message.Response response = (Message.Response) decode("result", 1, "type", "call", "metadata", Map.of("a", "b"),
				"id", "x", "type", "response", "app", "other", "app", "comlink_ipc_v4", "result", 2);
		assertThat(response.version()).isEqualTo(ProtocolVersion.V4);
		assertThat(response.metadata()).isEqualTo(Map.of("a", "b"));
		assertThat(CodecFixture.CODEC.decodeResult(response.result(), int.class)).isEqualTo(2);
	}

	@Test
	void unknownFieldsAndFieldsOfOtherTypesAreIgnored() {
		assertThat(decode("app", V3, "type", "shutdown", "new", List.of(1, Map.of("a", 2)), "function", 5, 7, "seven",
				"error", List.of()))
			.isEqualTo(new Message.Shutdown(ProtocolVersion.V3, null, Map.of()));
	}

	@Test
	void unknownTypesAreKept() {
		assertThat(decode("app", V3, "type", "news", "id", "x"))
			.isEqualTo(new Message.Unknown(ProtocolVersion.V3, "x", "news", Map.of()));
	}

	@Test
	void stringsMayHaveLongerHeadersThanTheyNeed() {
		byte[] bytes = CodecFixture
			.bytes("82 d903617070 d90e636f6d6c696e6b5f6970635f7633" + "da000474797065 db000000057265616479");
		assertThat(CodecFixture.CODEC.decode(bytes)).isEqualTo(new Message.Ready(ProtocolVersion.V3, null, Map.of()));
	}

	@Test
	void metadataIsPlainAndImmutable() {
		Message message = decode("app", V3, "type", "ready", "metadata", Map.of("list", List.of(1, 2.5), "text", "t"));
		assertThat(message.metadata()).isEqualTo(Map.of("list", List.of(1L, 2.5), "text", "t"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> message.metadata().put("x", 1));
	}

	@Test
	void oddMetadataValuesStayEncoded() {
		byte[] bytes = CodecFixture.pack((packer) -> {
			packer.packMapHeader(3).packString("app").packString(V3).packString("type").packString("ready");
			packer.packString("metadata").packMapHeader(2).packString("odd").packExtensionTypeHeader((byte) 5, 2);
			packer.writePayload(new byte[] { 1, 2 });
			packer.packString("null").packNil();
		});
		Map<String, Object> metadata = CodecFixture.CODEC.decode(bytes).metadata();
		assertThat(metadata).containsEntry("null", null);
		assertThat(metadata.get("odd")).isInstanceOf(EncodedValue.class).hasToString("extension type 5");
		assertThat(CodecFixture.CODEC.decode(CodecFixture.CODEC.encode(CodecFixture.CODEC.decode(bytes))).metadata())
			.isEqualTo(metadata);
	}

	@Test
	void foreignAppIsToldApart() {
		ProtocolException ex = refused("id", "x", "app", "other_ipc", "type", 5);
		assertThat(ex.reason()).isEqualTo(Reason.WRONG_APP);
		assertThat(ex.messageId()).isEqualTo("x");
		assertThat(ex).hasMessageContaining("\"other_ipc\"").hasMessageContaining(V3);
		assertThat(refused("type", "call")).hasMessageContaining("names no app")
			.extracting(ProtocolException::reason)
			.isEqualTo(Reason.WRONG_APP);
		assertThat(refused("app", List.of(1)).reason()).isEqualTo(Reason.WRONG_APP);
	}

	@Test
	void fieldsOfTheWrongTypeAreNamed() {
		assertMalformed(refused("app", V3, "id", 5, "type", "call"), "field 'id' must be a string, but is integer",
				null);
		assertMalformed(refused("app", V3, "id", "x", "type", List.of(1)),
				"field 'type' must be a string, but is array of 1", "x");
		assertMalformed(refused("app", V3, "id", "x"), "message has no field 'type'", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "call", "function", 1.5),
				"field 'function' must be a string, but is float64", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "call", "namespace", true),
				"field 'namespace' must be a string, but is boolean", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "call", "clientName", new byte[2]),
				"field 'clientName' must be a string, but is binary of 2 bytes", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "error", "error", Map.of("a", 1)),
				"field 'error' must be a string, but is map of 1", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "stderr", "output", 1),
				"field 'output' must be a string, but is integer", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "ready", "metadata", List.of()),
				"field 'metadata' must be a map, but is array of 0", "x");
		assertMalformed(refused("app", V3, "id", "x", "type", "ready", "metadata", metadataWithArrayKey()),
				"field 'metadata' is a map with a key that is array of 0", "x");
	}

	private static EncodedValue metadataWithArrayKey() {
		return CodecFixture.packed((packer) -> packer.packMapHeader(1).packArrayHeader(0).packNil());
	}

	@Test
	void textThatIsNotUtf8IsRefusedInNamesAndReplacedInText() {
		EncodedValue broken = CodecFixture
			.packed((packer) -> packer.packRawStringHeader(1).writePayload(new byte[] { (byte) 0xff }));
		assertMalformed(refused("app", V3, "id", broken, "type", "call"), "field 'id' is a string that is not UTF-8",
				null);
		assertMalformed(refused("app", V3, "id", broken, "type", 5), "field 'id' is a string that is not UTF-8", null);
		assertMalformed(refused("app", V3, "id", "x", "type", "call", "function", broken),
				"field 'function' is a string that is not UTF-8", "x");
		assertThat(((Message.Failure) decode("app", V3, "type", "error", "error", broken)).error()).isEqualTo("\ufffd");
		assertThat(refused("app", "no", "id", broken).messageId()).isNull();
	}

	@Test
	void bytesThatAreNoMessageAreMalformed() {
		assertMalformed(refused(new byte[0]), "message is empty", null);
		assertMalformed(refused(CodecFixture.bytes("93010203")), "message must be a map, but is array of 3", null);
		assertMalformed(refused(CodecFixture.bytes("c1")), "message must be a map, but is invalid", null);
		assertMalformed(refused(CodecFixture.bytes("8001")), "message is followed by 1 bytes", null);
		assertMalformed(refused(CodecFixture.bytes("82a26964a178a161c1")), "0xc1", "x");
	}

	@Test
	void messageCutAnywhereIsMalformed() {
		byte[] whole = CodecFixture.CODEC.encodeCall(ProtocolVersion.V3, CodecFixture.ID, "f",
				new Object[] { "text", 1.5, List.of(Map.of("k", new byte[300])), 70_000 }, "default", null,
				Map.of("m", 1));
		for (int length = 0; length < whole.length; length++) {
			ProtocolException ex = refused(Arrays.copyOf(whole, length));
			assertThat(ex.reason()).isEqualTo(Reason.MALFORMED);
			assertThat(ex.messageId()).isEqualTo((length > 60) ? CodecFixture.ID : null);
		}
	}

	@Test
	void headersThatAnnounceMoreThanThereIsAreRefused() {
		for (String value : List.of("dd7fffffff", "df7fffffff", "db7fffffff", "c67fffffff", "c97fffffff01",
				"ddffffffff", "dfffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff01")) {
			ProtocolException ex = refused(CodecFixture.bytes("82a26964a178a161" + value));
			assertMalformed(ex, "announces", "x");
		}
		assertMalformed(refused(CodecFixture.bytes("dfffffffff")), "announces map of 4294967295 where 0 bytes are left",
				null);
	}

	@Test
	void deepNestingIsBeyondALimitAndStillHasItsId() {
		byte[] bytes = CodecFixture.pack((packer) -> {
			packer.packMapHeader(4).packString("app").packString(V3).packString("result");
			for (int i = 0; i < 10_000; i++) {
				packer.packArrayHeader(1);
			}
			packer.packNil().packString("type").packString("response").packString("id").packString("x");
		});
		MessageLimitException ex = (MessageLimitException) refused(bytes);
		assertThat(ex.messageId()).isEqualTo("x");
		assertThat(ex.limit()).isEqualTo("max-depth");
		assertThat(ex.reason()).isEqualTo(Reason.LIMIT);
		assertThat(ex).hasMessageContaining("field 'result' is beyond the limit max-depth")
			.hasMessageContaining("raise max-depth");
	}

	@Test
	void valuesBeyondALimitAreRefusedWithTheIdOfTheirMessage() {
		MessageCodec narrow = new MessageCodec(
				CodecLimits.DEFAULTS.withMaxValueSize(100).withMaxEntries(20).withMaxMessageSize(1_000));
		assertLimit(narrow, message("result", "x".repeat(101)), "max-value-size", 101, 100);
		assertLimit(narrow, message("result", new byte[101]), "max-value-size", 101, 100);
		assertLimit(narrow, message("result", new int[21]), "max-entries", 21, 20);
		assertLimit(narrow, message("x".repeat(101), new int[21]), "max-value-size", 101, 100);
		assertLimit(narrow, message("other", Map.of("a", new int[1_000])), "max-message-size", 1_051, 1_000);
		Object[] fields = new Object[50];
		Arrays.setAll(fields, (i) -> "k" + i);
		assertLimit(narrow, message(fields), "max-entries", 28, 20);
		Message.Response response = (Message.Response) narrow.decode(message("result", "x".repeat(100)));
		assertThat(response.result().describe()).isEqualTo("string");
	}

	private static void assertLimit(MessageCodec codec, byte[] payload, String limit, long actual, long maximum) {
		MessageLimitException ex = catchThrowableOfType(MessageLimitException.class, () -> codec.decode(payload));
		assertThat(ex.limit()).isEqualTo(limit);
		assertThat(ex.actual()).isEqualTo(actual);
		assertThat(ex.maximum()).isEqualTo(maximum);
		assertThat(ex.messageId()).isEqualTo("x");
	}

	private static byte[] message(Object... moreFields) {
		Object[] fields = Arrays.copyOf(moreFields, moreFields.length + 6);
		Object[] envelope = { "type", "response", "app", V3, "id", "x" };
		System.arraycopy(envelope, 0, fields, moreFields.length, 6);
		return payload(fields);
	}

	private static void assertMalformed(ProtocolException ex, String message, String id) {
		assertThat(ex).hasMessageContaining(message);
		assertThat(ex.reason()).isEqualTo(Reason.MALFORMED);
		assertThat(ex.messageId()).isEqualTo(id);
	}

	private static ProtocolException refused(Object... fields) {
		return refused(payload(fields));
	}

	private static ProtocolException refused(byte[] payload) {
		return catchThrowableOfType(ProtocolException.class, () -> CodecFixture.CODEC.decode(payload));
	}

	private static Message decode(Object... fields) {
		return CodecFixture.CODEC.decode(payload(fields));
	}

	private static byte[] payload(Object... fields) {
		return CodecFixture.pack((packer) -> {
			packer.packMapHeader(fields.length / 2);
			for (Object field : fields) {
				EncodedValue value = (field instanceof EncodedValue encoded) ? encoded : CodecFixture.encoded(field);
				packer.writePayload(value.array(), value.offset(), value.length());
			}
		});
	}

}
