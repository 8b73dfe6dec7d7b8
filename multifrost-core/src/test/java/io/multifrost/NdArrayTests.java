package io.multifrost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class NdArrayTests {

	static Stream<Arguments> arrays() {
		return Stream.of(arguments(NdArray.of(new double[] { 1, 2 }), "<f8"),
				arguments(NdArray.of(new float[] { 1, 2 }), "<f4"), arguments(NdArray.of(new long[] { 1, 2 }), "<i8"),
				arguments(NdArray.of(new int[] { 1, 2 }), "<i4"), arguments(NdArray.of(new short[] { 1, 2 }), "<i2"),
				arguments(NdArray.of(new byte[] { 1, 2 }), "|u1"),
				arguments(NdArray.of("<u2", ByteBuffer.wrap(new byte[] { 1, 0, 2, 0 })), "<u2"));
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void numbersAreTheSameInEachType(NdArray numbers, String dtype) {
		assertThat(numbers.dtype()).isEqualTo(dtype);
		assertThat(numbers.shape()).containsExactly(2);
		assertThat(numbers.size()).isEqualTo(2);
		assertThat(numbers.doubles()).containsExactly(1, 2);
		assertThat(numbers.floats()).containsExactly(1, 2);
		assertThat(numbers.longs()).containsExactly(1, 2);
		assertThat(numbers.ints()).containsExactly(1, 2);
		assertThat(numbers.bytes()).containsExactly(1, 2);
		assertThat(numbers.buffer().remaining()).isEqualTo(numbers.byteSize());
		assertThat(numbers).hasToString("NdArray " + dtype + " [2]");
	}

	@Test
	void elementsAreNotCopiedWhereTheyLieAsAskedFor() {
		double[] doubles = { 1, 2, 3, 4 };
		byte[] bytes = { 1, 2 };
		assertThat(NdArray.of(doubles, 2, 2).doubles()).isSameAs(doubles);
		assertThat(NdArray.of(bytes).bytes()).isSameAs(bytes);
	}

	@Test
	void aBufferIsTakenFromItsPositionToItsLimit() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(24).order(ByteOrder.LITTLE_ENDIAN);
		buffer.putDouble(8, 1.5).position(8).limit(16);
		NdArray numbers = NdArray.of("<f8", buffer);
		assertThat(numbers.doubles()).containsExactly(1.5);
		assertThat(numbers.buffer().getDouble(0)).isEqualTo(1.5);
		assertThat(numbers.buffer().isReadOnly()).isTrue();
		assertThat(buffer.remaining()).isEqualTo(8);
	}

	@Test
	void elementsAreCopiedAsManyAsThereIsRoomFor() {
		NdArray numbers = NdArray.of(new int[] { 1, 2, 3, 4 });
		ByteBuffer room = ByteBuffer.allocate(10);
		numbers.copyTo(1, room);
		assertThat(room.position()).isEqualTo(8);
		assertThat(room.array()).containsExactly(2, 0, 0, 0, 3, 0, 0, 0, 0, 0);
		ByteBuffer wide = ByteBuffer.allocate(100);
		NdArray.of("<i4", numbers.buffer()).copyTo(3, wide);
		assertThat(wide.position()).isEqualTo(4);
		assertThat(wide.get(0)).isEqualTo((byte) 4);
	}

	@Test
	void truthValuesAreNoNumbers() {
		NdArray truths = NdArray.of(new boolean[] { true, false });
		assertThat(truths.dtype()).isEqualTo("|b1");
		assertThat(truths.buffer().get(0)).isEqualTo((byte) 1);
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(truths::doubles)
			.withMessageContaining("boolean true, which does not fit double");
	}

	@Test
	void aNumberThatWouldNotStayTheSameIsNamed() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> NdArray.of(new double[] { 1, 1.5 }).ints())
			.withMessage("element[1] is float64 1.5, which does not fit int");
	}

	@Test
	void aShapeHasAsManyElementsAsThereAre() {
		assertThat(NdArray.of(new double[6], 2, 3).shape()).containsExactly(2, 3);
		assertThat(NdArray.of(new double[0]).shape()).containsExactly(0);
		for (int[] shape : new int[][] { { 5 }, { -2, -3 }, { 0, 3 }, { 1 << 16, 1 << 16, 6 } }) {
			assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(new double[6], shape))
				.withMessageContaining("does not have the 6 elements");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of("<f8", ByteBuffer.allocate(9)))
			.withMessageContaining("9 bytes are no whole number of elements");
		assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(">f8", ByteBuffer.allocate(8)))
			.withMessage("The dtype '>f8' is unknown");
	}

}
