package io.multifrost.internal.message;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;
import tools.jackson.databind.JsonNode;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.value.EncodedValue;

/**
 * Decodes one input after another and checks what the codec promises: no exception but
 * those declared, and no more memory than the bytes that are there can take. Used by one
 * thread.
 */
final class FuzzTarget {

	/**
	 * What any step may take: an exception with its stack trace, a mapper's buffers.
	 */
	private static final long BASE = 32 * 1024;

	/**
	 * What a byte of a message may take. The dearest are empty maps in the metadata, each
	 * of which is one byte.
	 */
	private static final long PER_BYTE_OF_MESSAGE = 100;

	/**
	 * What a byte of a value may take. The dearest are arrays within arrays as a tree of
	 * Jackson's.
	 */
	private static final long PER_BYTE_OF_VALUE = 300;

	private static final int TYPES_FOR_EACH = 3;

	private static final int LONGEST_ERROR = 1_000;

	private static final MessageCodec[] CODECS = { new MessageCodec(CodecLimits.DEFAULTS),
			new MessageCodec(new CodecLimits(1_024, 64, 16, 4)),
			new MessageCodec(CodecLimits.DEFAULTS.withMaxDepth(1_000)) };

	private static final Type[] TYPES = types();

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private long decoded;

	private long converted;

	private long refused;

	/**
	 * Count the messages that were decoded.
	 */
	long decoded() {
		return this.decoded;
	}

	long converted() {
		return this.converted;
	}

	long refused() {
		return this.refused;
	}

	void accept(long index, byte[] input) {
		MessageCodec codec = CODECS[(int) (index % CODECS.length)];
		Message message = check(input, PER_BYTE_OF_MESSAGE, "decode", () -> codec.decode(input),
				ProtocolException.class);
		if (message == null) {
			return;
		}
		this.decoded++;
		SplittableRandom random = new SplittableRandom(index);
		if (message instanceof Message.Response response) {
			EncodedValue result = response.result();
			for (int i = 0; i < TYPES_FOR_EACH; i++) {
				Type type = TYPES[random.nextInt(TYPES.length)];
				count(check(input, PER_BYTE_OF_VALUE, type.getTypeName(),
						() -> Optional.ofNullable(codec.decodeResult(result, type)), ValueConversionException.class));
			}
			check(input, PER_BYTE_OF_VALUE, "Object",
					() -> Optional.ofNullable(codec.decodeResult(result, Object.class)),
					ValueConversionException.class);
			check(input, PER_BYTE_OF_VALUE, "toString", result::toString, ValueConversionException.class);
		}
		else if (message instanceof Message.Call call) {
			EncodedValue arguments = call.arguments();
			EncodedValue[] split = check(input, PER_BYTE_OF_VALUE, "splitArguments",
					() -> codec.arguments().split(arguments), ProtocolException.class);
			Type[] types = new Type[(split != null && random.nextInt(20) > 0) ? split.length : 2];
			Arrays.setAll(types, (i) -> TYPES[random.nextInt(TYPES.length)]);
			count(check(input, PER_BYTE_OF_VALUE, Arrays.toString(types),
					() -> codec.arguments().decode(arguments, types), ValueConversionException.class,
					ProtocolException.class));
		}
	}

	private void count(Object result) {
		if (result != null) {
			this.converted++;
		}
		else {
			this.refused++;
		}
	}

	private <T> T check(byte[] input, long perByte, String what, Callable<T> step, Class<?>... declared) {
		long most = BASE + perByte * input.length;
		long allocated = 0;
		// What is loaded or compiled on first use counts for the thread that comes first
		for (int attempt = 0; attempt < 3; attempt++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			T result = run(input, what, step, declared);
			allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
			if (allocated <= most) {
				return result;
			}
		}
		throw new AssertionError(what + " allocated " + allocated + " bytes for " + input.length + ": " + hex(input));
	}

	private static <T> T run(byte[] input, String what, Callable<T> step, Class<?>... declared) {
		try {
			return step.call();
		}
		catch (Throwable ex) {
			for (Class<?> type : declared) {
				if (type.isInstance(ex) && ex.getMessage().length() <= LONGEST_ERROR) {
					return null;
				}
			}
			throw new AssertionError(what + " threw what it must not for " + hex(input), ex);
		}
	}

	private static String hex(byte[] input) {
		return HexFormat.of().formatHex(input);
	}

	private static Type[] types() {
		List<Type> types = new ArrayList<>();
		for (Field field : Shapes.class.getDeclaredFields()) {
			if (!field.isSynthetic()) {
				types.add(field.getGenericType());
			}
		}
		return types.toArray(Type[]::new);
	}

	enum Color {

		RED, GREEN

	}

	record Everything(int number, BigDecimal decimal, BigInteger whole, String text, Boolean flag, byte[] bytes,
			Instant time, LocalDate date, Duration length, Everything nested, List<Long> list, Map<Integer, Double> map,
			Color color) {
	}

	static final class Bean {

		public long number;

		public Object nested;

		public Map<Color, Bean> map;

		public UUID text;

		public OffsetDateTime time;

		public Date date;

		public double decimal;

		public Set<Instant> list;

	}

	/**
	 * Holds no more than the types of its fields, to which values are converted.
	 */
	@SuppressWarnings("unused")
	private static final class Shapes {

		Object object;

		String text;

		long number;

		Long boxed;

		int whole;

		Short small;

		byte tiny;

		double decimal;

		float single;

		Number any;

		BigInteger big;

		BigDecimal exact;

		boolean flag;

		char letter;

		byte[] bytes;

		ByteBuffer buffer;

		Instant time;

		UUID id;

		Color color;

		Optional<Long> optional;

		OptionalInt optionalInt;

		List<Long> numbers;

		List<Optional<String>> optionals;

		Map<String, Object> map;

		Map<Integer, String> byNumber;

		Map<Color, List<Double>> byColor;

		Map<BigDecimal, BigInteger> byDecimal;

		Map<LocalDate, Object> byDate;

		TreeMap<Long, Object> sorted;

		TreeSet<Object> sortedObjects;

		Set<List<Object>> lists;

		int[] ints;

		double[] doubles;

		boolean[] flags;

		long[][] matrix;

		String[] texts;

		Object[] objects;

		List<byte[]>[] arrayOfLists;

		LocalDate date;

		Duration length;

		OffsetDateTime offsetTime;

		Date oldDate;

		EnumMap<Color, Object> enumMap;

		ArrayDeque<Integer> deque;

		JsonNode tree;

		Everything everything;

		List<Everything> manyThings;

		Map<String, Everything[]> thingsByName;

		Bean bean;

		EncodedValue encoded;

	}

}
