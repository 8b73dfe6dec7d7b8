package io.multifrost.internal.value;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.NdArray;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.CodecFixture;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class NumberArrayTests {

	private static final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	static Stream<Object> arrays() {
		return Stream.of(new double[] { 0, -0.0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE },
				new float[] { 0, 1.5f, Float.MAX_VALUE, Float.NaN }, new long[] { 0, -1, Long.MAX_VALUE },
				new int[] { 0, -1, Integer.MIN_VALUE }, new short[] { -1, 200, Short.MIN_VALUE },
				new boolean[] { true, false }, new double[0], new Random(42).doubles(100_001).toArray());
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void anArrayComesBackAsItWas(Object array) {
		assertThat(decode(encode(array), array.getClass())).isEqualTo(array);
	}

	@Test
	void theExampleOfTheProtocolIsRead() throws IOException {
		String example = "c7 11 28 93 a3 3c 66 38 91 01 c4 08 00 00 00 00 00 00 f8 3f";
		byte[] bytes = CodecFixture.bytes(example);
		assertThat(decode(new EncodedValue(bytes, 0, bytes.length), double[].class)).isEqualTo(new double[] { 1.5 });
		assertThat(Files.readString(Path.of("../docs/protocol.md"))).contains(example);
	}

	static Stream<Arguments> readings() {
		return Stream.of(arguments(elements("<f4", 1.5f, 2f), double[].class, new double[] { 1.5, 2 }),
				arguments(elements("<i8", 1L, -2L), double[].class, new double[] { 1, -2 }),
				arguments(elements("<i8", 1L, -2L), int[].class, new int[] { 1, -2 }),
				arguments(elements("<f8", 3.0), long[].class, new long[] { 3 }),
				arguments(elements("<u8", Long.MIN_VALUE), double[].class, new double[] { 0x1p63 }),
				arguments(elements("<u4", -1), long[].class, new long[] { 0xffffffffL }),
				arguments(elements("<u2", (short) -1), int[].class, new int[] { 65535 }),
				arguments(elements("|u1", (byte) -1), int[].class, new int[] { 255 }),
				arguments(elements("|i1", (byte) -1), short[].class, new short[] { -1 }),
				arguments(elements("|u1", (byte) 1, (byte) -1), byte[].class, new byte[] { 1, -1 }),
				arguments(elements("|i1", (byte) -1), byte[].class, new byte[] { -1 }),
				arguments(elements("|u1", (byte) 7), ByteBuffer.class, ByteBuffer.wrap(new byte[] { 7 })),
				arguments(elements("|b1", (byte) 1, (byte) 0), boolean[].class, new boolean[] { true, false }),
				arguments(elements("<f8", 1.0), Double[].class, new Double[] { 1.0 }));
	}

	@ParameterizedTest
	@MethodSource("readings")
	void numbersOfAnotherTypeFitWhereTheyStayTheSame(EncodedValue value, Class<?> type, Object expected) {
		assertThat(decode(value, type)).isEqualTo(expected);
	}

	@Test
	void severalDimensionsAreArraysOfArrays() {
		byte[] six = bytes(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
		assertThat(decode(array("<f8", six, 2, 3), double[][].class))
			.isEqualTo(new double[][] { { 1, 2, 3 }, { 4, 5, 6 } });
		assertThat(decode(array("<f8", six, 3, 1, 2), int[][][].class))
			.isEqualTo(new int[][][] { { { 1, 2 } }, { { 3, 4 } }, { { 5, 6 } } });
	}

	static Stream<Arguments> misfits() {
		return Stream.of(
				arguments(elements("<i8", 1L, 1L << 40), int[].class,
						"result[1] is integer 1099511627776, which does not fit int"),
				arguments(elements("<f8", 1.5), long[].class, "result[0] is float64 1.5, which does not fit long"),
				arguments(elements("<f4", 1.5f), int[].class, "result[0] is float32 1.5, which does not fit int"),
				arguments(elements("<u8", -1L), long[].class,
						"result[0] is integer 18446744073709551615, which does not fit long"),
				arguments(elements("|b1", (byte) 1), int[].class, "result[0] is boolean true, which does not fit int"),
				arguments(elements("|u1", (byte) 1), boolean[].class,
						"result[0] is integer 1, which does not fit boolean"),
				arguments(array("<f8", bytes(1.0, 2.5), 2, 1), int[][].class,
						"result[1][0] is float64 2.5, which does not fit int"),
				arguments(array("<f8", bytes(1.0, 2.0), 2, 1), double[].class,
						"result is array of numbers, which does not fit double[]"),
				arguments(array("<f8", bytes(1.0, 2.0), 2), double[][].class,
						"result is array of numbers, which does not fit double[][]"),
				arguments(elements("<f8", 1.0), String.class, "result is array of numbers, which does not fit String"),
				arguments(
						CodecFixture
							.packed((packer) -> packer.packExtensionTypeHeader((byte) 43, 1).writePayload(new byte[1])),
						double[].class, "result is extension type 43, which does not fit double[]"));
	}

	@ParameterizedTest
	@MethodSource("misfits")
	void whatDoesNotFitIsNamed(EncodedValue value, Class<?> type, String message) {
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> decode(value, type))
			.withMessage(message);
	}

	static Stream<Arguments> malformed() {
		String form = "it must hold [dtype, shape, binary]";
		String shape = "its shape must hold positive integers";
		return Stream.of(arguments(CodecFixture.bytes(""), "ends too early: 1 more bytes are needed where 0 are left"),
				arguments(CodecFixture.bytes("93"), "announces array of 3 where 0 bytes are left"),
				arguments(CodecFixture.bytes("92a33c66389101"), form), arguments(CodecFixture.bytes("c0"), form),
				arguments(CodecFixture.bytes("9308910190"), form),
				arguments(CodecFixture.bytes("93a33c6638c0c400"), form),
				arguments(CodecFixture.bytes("93a33c663891009000"), form),
				arguments(CodecFixture.bytes("93a33c66389100c40000"), form),
				arguments(CodecFixture.bytes("93a33c6638dd7fffffff00"),
						"announces array of 2147483647 where 1 bytes are left"),
				arguments(CodecFixture.bytes("93a33c66389100c67fffffff"),
						"announces 2147483647 bytes where 0 are left"),
				arguments(CodecFixture.bytes("93a33c66389100c6ffffffff"),
						"announces 4294967295 bytes where 0 are left"),
				arguments(CodecFixture.bytes("93a33c663891ffc400"), shape),
				arguments(CodecFixture.bytes("93a33c663891a131c400"), shape),
				arguments(CodecFixture.bytes("93a33c663891cfffffffffffffffffc400"), shape),
				arguments(CodecFixture.bytes("93a33c663892ce7fffffff00c400"), shape),
				arguments(CodecFixture.bytes("93a33c663890c400"), "the shape [] of '<f8' does not have 0 bytes"),
				arguments(CodecFixture.bytes("93a33c66389102c40100"), "the shape [2] of '<f8' does not have 1 bytes"),
				arguments(CodecFixture.bytes("93a37c753193ce7fffffffce7fffffffce7fffffffc40101"),
						"the shape [2147483647, 2147483647, 2147483647] of '|u1' does not have 1 bytes"));
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatIsMalformedIsRefusedWithWhatItLacks(byte[] content, String problem) {
		for (Type type : List.of(double[].class, byte[].class, double[][].class, byte[][][].class)) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> codec.decodeResult(extension(content), type))
				.withMessage("result is an array of numbers (extension type 40) that is malformed: " + problem);
		}
	}

	@Test
	void anUnknownTypeOfElementsIsNamed() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> decode(array("<c16", new byte[16], 1), double[].class))
			.withMessage("result is an array of numbers of the dtype '<c16', which is unknown");
	}

	@Test
	void onlyArgumentsThatAreArraysOfNumbersAreWrittenSo() {
		Object[] others = { "a", new byte[1], new char[1], new Double[1], new double[1][1], null, List.of(1) };
		assertThat(NumberArray.among(others)).isSameAs(others);
		Object[] some = new Object[] { 1, new float[] { 1 } };
		assertThat(NumberArray.among(some)).containsExactly(1, new NumberArray(some[1]));
	}

	@Test
	void onlyResultsThatAreArraysOfNumbersAreAccepted() {
		assertThat(List.<Type>of(double[].class, byte[].class, boolean[].class, int[][].class))
			.allMatch(NumberArray::isForm);
		assertThat(List.<Type>of(Object.class, double.class, char[].class, Double[].class, String[].class, List.class))
			.noneMatch(NumberArray::isForm);
	}

	@Test
	void anArrayIsBoundedByTheSizeOfAValueInBothDirections() {
		MessageCodec narrow = new MessageCodec(CodecLimits.DEFAULTS.withMaxValueSize(1_000));
		assertThat(narrow.encodeResponse(ProtocolVersion.V3, "1", new NumberArray(new double[123]), Map.of()))
			.isNotEmpty();
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(
					() -> narrow.encodeResponse(ProtocolVersion.V3, "1", new NumberArray(new double[124]), Map.of()))
			.withMessageContaining("max-value-size");
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "1", new NumberArray(new double[124]), Map.of());
		assertThatExceptionOfType(MessageLimitException.class).isThrownBy(() -> narrow.decode(message))
			.withMessageContaining("max-value-size");
	}

	@Test
	void aShapeIsKeptAndListsAreReadToo() {
		NdArray matrix = NdArray.of(new double[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
		EncodedValue encoded = encode(matrix);
		NdArray read = (NdArray) decode(encoded, NdArray.class);
		assertThat(read.shape()).containsExactly(2, 3);
		assertThat(read.doubles()).isEqualTo(matrix.doubles());
		assertThat(decode(encoded, double[][].class)).isEqualTo(new double[][] { { 1, 2, 3 }, { 4, 5, 6 } });
		List<List<Double>> lists = List.of(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0));
		assertThat(decode(encoded, List.class)).isEqualTo(lists);
		assertThat(decode(encoded, Object.class)).isEqualTo(lists);
		byte[] plain = codec.encodeResponse(ProtocolVersion.V3, "id", matrix, Map.of());
		EncodedValue asLists = ((Response) codec.decode(plain)).result();
		assertThat(decode(asLists, Object.class)).isEqualTo(lists);
		assertThat(((NdArray) decode(asLists, NdArray.class)).shape()).containsExactly(2, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<u8", "<u4", "<u2", "|i1", "|b1", "|u1" })
	void typesThatJavaLacksComeBackAsTheirBytes(String dtype) {
		byte[] bytes = { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
		NdArray read = (NdArray) decode(encode(NdArray.of(dtype, ByteBuffer.wrap(bytes))), NdArray.class);
		assertThat(read.dtype()).isEqualTo(dtype);
		assertThat(read.buffer()).isEqualTo(ByteBuffer.wrap(bytes));
	}

	static Stream<Arguments> lists() {
		return Stream.of(arguments(List.of(1, 2), "NdArray <i8 [2]"), arguments(List.of(1, 2.5), "NdArray <f8 [2]"),
				arguments(List.of(), "NdArray <f8 [0]"),
				arguments(List.of(List.of(1), List.of(2)), "NdArray <i8 [2, 1]"),
				arguments(new byte[3], "NdArray |u1 [3]"));
	}

	@ParameterizedTest
	@MethodSource("lists")
	void listsOfNumbersAreArraysToo(Object lists, String expected) {
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "id", lists, Map.of());
		assertThat(decode(((Response) codec.decode(message)).result(), NdArray.class)).hasToString(expected);
	}

	static Stream<Arguments> noLists() {
		return Stream.of(arguments(List.of(List.of(1), List.of(2, 3)), "not of one length"),
				arguments(List.of(List.of(1), 2), "not of one length"), arguments(List.of(1, "a"), "holds string"),
				arguments(List.of(1, List.of(2)), "holds array of 1"),
				arguments(List.of(1.5, Long.MAX_VALUE), "9223372036854775807 does not fit double"),
				arguments("text", "does not fit NdArray"), arguments(Map.of(), "does not fit NdArray"));
	}

	@ParameterizedTest
	@MethodSource("noLists")
	void whatIsNoArrayOfNumbersIsNamed(Object value, String problem) {
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "id", value, Map.of());
		EncodedValue result = ((Response) codec.decode(message)).result();
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> decode(result, NdArray.class))
			.withMessageContaining(problem);
	}

	@Test
	void aPartOfAFileIsReadWhereOneWasLent() throws IOException {
		String example = "c7 05 29 93 a1 37 00 10";
		byte[] bytes = CodecFixture.bytes(example);
		EncodedValue value = new EncodedValue(bytes, 0, bytes.length);
		assertThat(Files.readString(Path.of("../docs/protocol.md"))).contains(example);
		FilePart.Source files = (part, sink) -> {
			assertThat(part).isEqualTo(new FilePart("7", 0, 16));
			sink.accept(ByteBuffer.allocate(8).putDouble(0, 1).order(ByteOrder.LITTLE_ENDIAN));
			sink.accept(ByteBuffer.allocate(8).put(0, (byte) 2).order(ByteOrder.LITTLE_ENDIAN));
		};
		assertThat((byte[]) codec.decodeResult(value, byte[].class, files)).hasSize(16)
			.endsWith(2, 0, 0, 0, 0, 0, 0, 0);
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "id",
				new NumberArray(new long[] { 1, 2 }, new FilePart("7", 0, 16)), Map.of());
		EncodedValue numbers = ((Response) codec.decode(message)).result();
		assertThat((long[]) codec.decodeResult(numbers, long[].class, files)).hasSize(2).endsWith(2);
		assertThat(((NdArray) codec.decodeResult(numbers, NdArray.class, files)).longs()).endsWith(2);
		assertThat((double[]) codec.decodeResult(numbers, double[].class, files)).endsWith(2);
		for (EncodedValue each : List.of(value, numbers)) {
			assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> decode(each, byte[].class))
				.withMessageContaining("is in a file, which was not asked for");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "90", "93 a1 37 00", "93 a1 37 00 10 00", "93 07 00 10", "93 a1 37 ff 10",
			"93 a1 37 00 ff", "93 a1 37 00 a0", "92 a1 37 00", "94 a1 37 00 10 10",
			"93 a1 37 00 cf ff ff ff ff ff ff ff ff", "c1" })
	void aPartOfAFileThatIsMalformedIsRefused(String payload) {
		byte[] content = CodecFixture.bytes(payload);
		EncodedValue value = CodecFixture
			.packed((packer) -> packer.packExtensionTypeHeader(FilePart.EXTENSION_TYPE, content.length)
				.writePayload(content));
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> decode(value, byte[].class))
			.withMessageContaining("part of a file (extension type 41) that is malformed");
	}

	private static EncodedValue encode(Object array) {
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "id", new NumberArray(array), Map.of());
		return ((Response) codec.decode(message)).result();
	}

	private static Object decode(EncodedValue value, Class<?> type) {
		return codec.decodeResult(value, type);
	}

	private static EncodedValue elements(String dtype, Number... elements) {
		return array(dtype, bytes(elements), elements.length);
	}

	private static byte[] bytes(Number... elements) {
		ByteBuffer buffer = ByteBuffer.allocate(8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
		for (Number element : elements) {
			if (element instanceof Double number) {
				buffer.putDouble(number);
			}
			else if (element instanceof Float number) {
				buffer.putFloat(number);
			}
			else if (element instanceof Long number) {
				buffer.putLong(number);
			}
			else if (element instanceof Integer number) {
				buffer.putInt(number);
			}
			else if (element instanceof Short number) {
				buffer.putShort(number);
			}
			else {
				buffer.put(element.byteValue());
			}
		}
		return Arrays.copyOf(buffer.array(), buffer.position());
	}

	private static EncodedValue array(String dtype, byte[] elements, int... shape) {
		return extension(CodecFixture.pack((packer) -> {
			packer.packArrayHeader(3);
			byte[] name = dtype.getBytes(StandardCharsets.UTF_8);
			packer.packRawStringHeader(name.length).writePayload(name);
			packer.packArrayHeader(shape.length);
			for (int dimension : shape) {
				packer.packInt(dimension);
			}
			packer.packBinaryHeader(elements.length).writePayload(elements);
		}));
	}

	private static EncodedValue extension(byte[] content) {
		return CodecFixture
			.packed((packer) -> packer.packExtensionTypeHeader(NumberArray.EXTENSION_TYPE, content.length)
				.writePayload(content));
	}

}
