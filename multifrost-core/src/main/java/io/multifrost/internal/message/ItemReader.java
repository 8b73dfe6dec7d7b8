package io.multifrost.internal.message;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.MsgpackReader;
import io.multifrost.internal.value.ValueReader;
import io.multifrost.internal.value.WireType;

/**
 * Reads the values of items one after the other. For use by one thread at a time.
 */
public final class ItemReader {

	private final MsgpackReader reader;

	private final Type type;

	private final MessageCodec codec;

	ItemReader(MsgpackReader reader, Type type, MessageCodec codec) {
		this.reader = reader;
		this.type = type;
		this.codec = codec;
	}

	/**
	 * Read the next item.
	 * @param index its number in its stream, from 0
	 * @return the item, or {@code null} if it is nil
	 * @throws ValueConversionException if it does not fit its type
	 */
	public @Nullable Object read(long index) {
		try {
			return (this.reader.peekType() != WireType.EXTENSION) ? ValueReader.read(this.reader, this.type)
					: this.codec.decodeResult(this.reader.readEncoded(), this.type);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("item " + (index + 1));
		}
	}

}
