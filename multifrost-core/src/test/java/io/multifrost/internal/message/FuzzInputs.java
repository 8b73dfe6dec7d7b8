package io.multifrost.internal.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.NumberArray;

/**
 * Hostile inputs of the decoder, each given by the seed and its index alone, so that one
 * can be had again without those before it.
 */
final class FuzzInputs {

	private static final int[] HEADS = { 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc4, 0xc6, 0xc7, 0xc9, 0xca,
			0xcb, 0xcf, 0xd3, 0xd4, 0xd8, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff, 0x7f, 0x00 };

	private static final Field[] FIELDS = Field.values();

	private static final MessageType[] TYPES = MessageType.values();

	private final long seed;

	private final List<byte[]> messages = new ArrayList<>();

	FuzzInputs(long seed) {
		this.seed = seed;
		MessageCodec codec = CodecFixture.CODEC;
		String id = CodecFixture.ID;
		for (ProtocolVersion version : ProtocolVersion.values()) {
			this.messages.add(codec.encodeCall(version, id, "add", new Object[] { 10, 20 }, "default", "me", Map.of()));
			this.messages.add(codec.encodeCall(version, id, "f", new Object[] { List.of(1, "a", 2.5), new byte[40] },
					"other", null, Map.of("correlation_id", "c", "list", List.of(1, 2))));
			this.messages.add(codec.encodeResponse(version, id, 30, Map.of()));
			for (Object array : List.of(new double[] { 1.5, 2 }, new int[3], new boolean[] { true }, new long[0])) {
				this.messages.add(codec.encodeResponse(version, id, new NumberArray(array), Map.of()));
			}
			this.messages.add(codec.encodeResponse(version, id, Map.of("number", 1, "text", "x".repeat(40)), Map.of()));
			this.messages.add(codec.encodeResponse(version, id, List.of(List.of(1L << 40), List.of()), Map.of()));
			this.messages.add(codec.encode(new Message.Failure(version, id, "ValueError: no\ntrace", Map.of())));
			this.messages.add(codec.encode(new Message.Output(version, id, OutputKind.STDOUT, "hello", Map.of())));
			this.messages.add(codec.encode(new Message.Heartbeat(version, id, null, Map.of("hb_timestamp", 1.5))));
			EncodedValue items = new EncodedValue(new byte[] { 1, 2, 3 }, 0, 3);
			this.messages.add(codec.encode(new Message.Items(version, id, Message.NONE, 7, 3, items, Map.of())));
			this.messages.add(codec.encode(new Message.Items(version, id, 1, 0, 3, items, Map.of())));
			this.messages.add(codec.encode(new Message.ItemsEnd(version, id, 1, 3, null, Map.of())));
			this.messages
				.add(codec.encode(new Message.ItemsEnd(version, id, 0, Message.NONE, "OSError: no", Map.of())));
			this.messages.add(codec.encode(new Message.Credit(version, id, 0, 16, Map.of())));
			this.messages.add(codec.encode(new Message.Cancel(version, id, 1, Map.of())));
		}
	}

	byte[] input(long index) {
		SplittableRandom random = new SplittableRandom(this.seed ^ (index * 0xd129_0f2b_5a13_37c5L));
		int kind = random.nextInt(1_000);
		if (kind < 350) {
			return mutated(random);
		}
		if (kind < 850) {
			return structured(random, (random.nextInt(8) == 0) ? 50 : 0);
		}
		return (kind < 998) ? garbage(random) : large(random);
	}

	private byte[] mutated(SplittableRandom random) {
		byte[] bytes = (random.nextInt(3) > 0) ? this.messages.get(random.nextInt(this.messages.size())).clone()
				: structured(random, 0);
		for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
			bytes = change(random, bytes);
		}
		return bytes;
	}

	private byte[] change(SplittableRandom random, byte[] bytes) {
		int at = random.nextInt(bytes.length);
		switch (random.nextInt(8)) {
			case 0 -> bytes[at] = (byte) random.nextInt();
			case 1 -> bytes[at] = (byte) HEADS[random.nextInt(HEADS.length)];
			case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
			case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) (random.nextBoolean() ? 0xff : 0));
			case 4 -> {
				return Arrays.copyOf(bytes, at);
			}
			case 5 -> {
				return splice(bytes, at, bytes, at + 1 + random.nextInt(bytes.length - at));
			}
			case 6 -> {
				return splice(bytes, at, bytes, random.nextInt(at + 1));
			}
			default -> {
				byte[] other = this.messages.get(random.nextInt(this.messages.size()));
				return splice(bytes, at, other, random.nextInt(other.length));
			}
		}
		return bytes;
	}

	private static byte[] splice(byte[] first, int end, byte[] second, int start) {
		byte[] bytes = Arrays.copyOf(first, end + second.length - start);
		System.arraycopy(second, start, bytes, end, second.length - start);
		return bytes;
	}

	private static byte[] structured(SplittableRandom random, int lies) {
		FuzzWriter writer = new FuzzWriter(random, lies);
		boolean plain = random.nextInt(4) > 0;
		int fields = 1 + random.nextInt(4);
		writer.mapHeader(fields + 3);
		field(random, writer, Field.APP, plain);
		field(random, writer, Field.TYPE, plain);
		field(random, writer, Field.ID, plain);
		for (int i = 0; i < fields; i++) {
			Field field = (i == 0) ? Field.RESULT : ((i == 1) ? Field.ARGS : FIELDS[random.nextInt(FIELDS.length)]);
			field(random, writer, field, plain);
		}
		return writer.toByteArray();
	}

	private static void field(SplittableRandom random, FuzzWriter writer, Field field, boolean plain) {
		if (!plain && random.nextInt(20) == 0) {
			writer.value(1);
		}
		else {
			writer.string(field.key());
		}
		if (!plain && random.nextInt(10) == 0) {
			writer.value(3);
			return;
		}
		switch (field) {
			case APP -> writer.string(ProtocolVersion.values()[random.nextInt(2)].app());
			case TYPE -> writer.string(type(random).name().toLowerCase(Locale.ROOT));
			case ID -> writer.string(CodecFixture.ID);
			case ARGS -> arguments(random, writer);
			case FUNCTION, NAMESPACE, CLIENT_NAME, CLIENT_NAME_OF_NODE, ERROR, OUTPUT -> writer.string("text");
			case METADATA -> {
				writer.mapHeader(1);
				writer.string("key");
				writer.value(2);
			}
			case SEQ, COUNT, ARGUMENT -> writer.raw(random.nextInt(0x80));
			case RESULTS -> arguments(random, writer);
			default -> writer.value(4);
		}
	}

	/**
	 * Take responses and calls more often, since they carry values of any type.
	 */
	private static MessageType type(SplittableRandom random) {
		return switch (random.nextInt(8)) {
			case 0, 1, 2 -> MessageType.RESPONSE;
			case 3, 4, 5 -> MessageType.CALL;
			default -> TYPES[random.nextInt(TYPES.length)];
		};
	}

	private static void arguments(SplittableRandom random, FuzzWriter writer) {
		int count = random.nextInt(4);
		writer.arrayHeader(count);
		for (int i = 0; i < count; i++) {
			writer.value(3);
		}
	}

	private static byte[] garbage(SplittableRandom random) {
		byte[] bytes = new byte[random.nextInt(64)];
		random.nextBytes(bytes);
		if (bytes.length > 0 && random.nextBoolean()) {
			// Most of what is random is no map at all
			bytes[0] = (byte) (0x80 | (bytes[0] & 0x0f));
		}
		return bytes;
	}

	/**
	 * Make a message with thousands of levels, entries or bytes, or one that only says
	 * so.
	 */
	private static byte[] large(SplittableRandom random) {
		FuzzWriter writer = new FuzzWriter(random, 0);
		writer.mapHeader(4);
		field(random, writer, Field.APP, true);
		field(random, writer, Field.ID, true);
		writer.string(Field.TYPE.key());
		writer.string("response");
		writer.string(Field.RESULT.key());
		int count = 1 << random.nextInt(8, 15);
		int head = HEADS[random.nextInt(HEADS.length)];
		switch (random.nextInt(4)) {
			case 0 -> repeat(writer, 0x91, count);
			case 1 -> repeat(writer, (random.nextBoolean()) ? 0x81 : 0xdd, count);
			case 2 -> {
				writer.raw(random.nextBoolean() ? 0xdb : 0xc6);
				writer.number((random.nextBoolean()) ? count : Integer.MAX_VALUE, 4);
				repeat(writer, 'a', count);
				return writer.toByteArray();
			}
			default -> {
				writer.raw(0xdd);
				writer.number((random.nextBoolean()) ? count : Integer.MAX_VALUE, 4);
				repeat(writer, head, count);
				return writer.toByteArray();
			}
		}
		writer.raw(0xc0);
		return writer.toByteArray();
	}

	private static void repeat(FuzzWriter writer, int head, int count) {
		for (int i = 0; i < count; i++) {
			writer.raw(head);
		}
	}

}
