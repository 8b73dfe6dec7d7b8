package io.multifrost.internal.value;

import java.io.IOException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A Java type that has a form of its own on the wire.
 *
 * @param reader reads it
 * @param writer writes it, or {@code null} for a type that only is asked for
 * @param number converts a number, or {@code null} for a type that is none
 */
record ValueType(Reader reader, @Nullable Writer writer, @Nullable Function<Number, @Nullable Object> number) {

	/**
	 * Reads a value.
	 */
	interface Reader {

		/**
		 * Read the next value, which is not nil.
		 * @param reader where it is
		 * @return the value, or {@code null} if what is there does not fit
		 */
		@Nullable Object read(MsgpackReader reader);

	}

	/**
	 * Writes a value.
	 */
	interface Writer {

		/**
		 * Write a value.
		 * @param value the value
		 * @param output where to write
		 * @param depth the levels of arrays and maps around the value
		 */
		void write(Object value, ValueWriter output, int depth) throws IOException;

	}

}
