package io.multifrost.internal.message;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

import io.multifrost.ProtocolException;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares random values with what msgpack-core itself reads and writes, and feeds random
 * bytes.
 */
class CodecPropertyTests {

	private static final long SEED = 20_260_211L;

	private static final String[] TEXTS = { "", "a", "é", "\u0000", "日本", "\ud83d\ude00", "x".repeat(31),
			"x".repeat(32), "y".repeat(256), "z".repeat(70_000) };

	private final Random random = new Random(SEED);

	@Test
	void whatIsWrittenIsWhatMsgpackReads() throws IOException {
		for (int i = 0; i < 2_000; i++) {
			Object value = value(0);
			EncodedValue encoded = CodecFixture.encoded(value);
			try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(encoded.array(), encoded.offset(),
					encoded.length())) {
				assertThat(plain(unpacker.unpackValue())).isEqualTo(comparable(value));
				assertThat(unpacker.hasNext()).isFalse();
			}
		}
	}

	@Test
	void whatMsgpackWritesIsWhatIsRead() {
		for (int i = 0; i < 2_000; i++) {
			Object value = value(0);
			EncodedValue encoded = CodecFixture.packed((packer) -> write(packer, value));
			assertThat(comparable(CodecFixture.CODEC.decodeResult(encoded, Object.class))).isEqualTo(comparable(value));
			assertThat(comparable(CodecFixture.CODEC.decodeResult(CodecFixture.encoded(encoded), Object.class)))
				.isEqualTo(comparable(value));
		}
	}

	@Test
	void changedMessagesAreDecodedOrRefused() {
		List<byte[]> seeds = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			seeds.add(CodecFixture.CODEC.encodeCall(ProtocolVersion.V3, CodecFixture.ID, "f",
					new Object[] { small(), small() }, "default", "c", Map.of("k", 1)));
			seeds.add(CodecFixture.CODEC.encodeResponse(ProtocolVersion.V4, CodecFixture.ID, small(), Map.of()));
		}
		int decoded = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] bytes = seeds.get(this.random.nextInt(seeds.size())).clone();
			for (int changes = this.random.nextInt(4) + 1; changes > 0; changes--) {
				bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
			}
			decoded += decode(bytes) ? 1 : 0;
		}
		assertThat(decoded).isBetween(1_000, 199_000);
	}

	@Test
	void randomBytesAreRefusedWithoutLargeAllocations() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		decode(new byte[] { (byte) 0x80 });
		long before = threads.getCurrentThreadAllocatedBytes();
		int count = 200_000;
		for (int i = 0; i < count; i++) {
			byte[] bytes = new byte[this.random.nextInt(64) + 1];
			this.random.nextBytes(bytes);
			// Most of what is random is no map at all
			bytes[0] = (byte) (0x80 | (bytes[0] & 0x0f));
			decode(bytes);
		}
		assertThat((threads.getCurrentThreadAllocatedBytes() - before) / count).isLessThan(20_000);
	}

	@Test
	void announcedGigabytesAreNotAllocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (String value : List.of("dd7fffffff", "df7fffffff", "db7fffffff", "c67fffffff", "c97fffffff01")) {
			byte[] bytes = CodecFixture.bytes("82a26964a178a461726773" + value);
			decode(bytes);
			long before = threads.getCurrentThreadAllocatedBytes();
			assertThat(decode(bytes)).isFalse();
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000);
		}
	}

	private boolean decode(byte[] bytes) {
		try {
			Message message = CodecFixture.CODEC.decode(bytes);
			CodecFixture.CODEC.encode(message);
			if (message instanceof Message.Response response) {
				convert(response.result());
			}
			return true;
		}
		catch (ProtocolException ex) {
			if (ex.getMessage().length() > 1_000) {
				throw new AssertionError("Too long an error: " + ex.getMessage());
			}
			return false;
		}
	}

	/**
	 * Whatever was accepted converts, or fails with our own exception.
	 */
	private void convert(EncodedValue value) {
		for (Class<?> type : new Class<?>[] { Object.class, String.class, long.class, List.class, Map.class,
				int[].class, Instant.class }) {
			try {
				CodecFixture.CODEC.decodeResult(value, type);
			}
			catch (ValueConversionException ex) {
				if (!ex.getMessage().startsWith("result")) {
					throw new AssertionError("Not told what it is: " + ex.getMessage());
				}
			}
		}
		if (value.toString().length() > 100) {
			throw new AssertionError("Too long a text: " + value);
		}
	}

	private Object small() {
		Object value = value(3);
		return (value instanceof String text && text.length() > 100) ? "short" : value;
	}

	private Object value(int depth) {
		return switch (this.random.nextInt((depth < 4) ? 11 : 9)) {
			case 0 -> null;
			case 1 -> this.random.nextBoolean();
			case 2 -> (long) this.random.nextInt(600) - 300;
			case 3 -> this.random.nextLong() >> this.random.nextInt(64);
			case 4 -> new BigInteger(64, this.random);
			case 5 -> Double.longBitsToDouble(this.random.nextLong());
			case 6 -> TEXTS[this.random.nextInt((depth == 0) ? TEXTS.length : TEXTS.length - 1)];
			case 7 -> bytes(new int[] { 0, 1, 255, 256, 66_000 }[this.random.nextInt((depth == 0) ? 5 : 4)]);
			case 8 -> Instant.ofEpochSecond(this.random.nextLong() >> (30 + this.random.nextInt(30)),
					this.random.nextInt(3) * 400_000_000L);
			case 9 -> list(depth);
			default -> map(depth);
		};
	}

	private byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private List<Object> list(int depth) {
		List<Object> list = new ArrayList<>();
		for (int i = this.random.nextInt(20); i > 0; i--) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private Map<String, Object> map(int depth) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = this.random.nextInt(20); i > 0; i--) {
			map.put("k" + this.random.nextInt(1_000), value(depth + 1));
		}
		return map;
	}

	/**
	 * Make a value comparable: bytes to a list, numbers to their text.
	 */
	private static Object comparable(Object value) {
		if (value instanceof byte[] bytes) {
			List<Byte> list = new ArrayList<>();
			for (byte b : bytes) {
				list.add(b);
			}
			return list;
		}
		if (value instanceof List<?> list) {
			return list.stream().map(CodecPropertyTests::comparable).toList().toString();
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((key, entry) -> copy.put(key, comparable(entry)));
			return copy;
		}
		return (value instanceof Number number) ? number.toString() : value;
	}

	private static Object plain(Value value) {
		return switch (value.getValueType()) {
			case NIL -> null;
			case BOOLEAN -> value.asBooleanValue().getBoolean();
			case INTEGER -> value.asIntegerValue().asBigInteger().toString();
			case FLOAT -> String.valueOf(value.asFloatValue().toDouble());
			case STRING -> value.asStringValue().asString();
			case BINARY -> comparable(value.asBinaryValue().asByteArray());
			case EXTENSION -> value.asTimestampValue().toInstant();
			case ARRAY -> value.asArrayValue().list().stream().map(CodecPropertyTests::plain).toList().toString();
			case MAP -> {
				Map<Object, Object> map = new LinkedHashMap<>();
				value.asMapValue()
					.entrySet()
					.forEach((entry) -> map.put(plain(entry.getKey()), plain(entry.getValue())));
				yield map;
			}
		};
	}

	private static void write(MessageBufferPacker packer, Object value) throws IOException {
		if (value == null) {
			packer.packNil();
		}
		else if (value instanceof Boolean bool) {
			packer.packBoolean(bool);
		}
		else if (value instanceof Long number) {
			packer.packLong(number);
		}
		else if (value instanceof BigInteger number) {
			packer.packBigInteger(number);
		}
		else if (value instanceof Double number) {
			packer.packDouble(number);
		}
		else if (value instanceof String text) {
			packer.packString(text);
		}
		else if (value instanceof byte[] bytes) {
			packer.packBinaryHeader(bytes.length).writePayload(bytes);
		}
		else if (value instanceof Instant instant) {
			packer.packTimestamp(instant);
		}
		else if (value instanceof List<?> list) {
			packer.packArrayHeader(list.size());
			for (Object element : list) {
				write(packer, element);
			}
		}
		else {
			Map<?, ?> map = (Map<?, ?>) value;
			packer.packMapHeader(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				packer.packString((String) entry.getKey());
				write(packer, entry.getValue());
			}
		}
	}

}
