package io.multifrost.internal.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.compression.CompressedValue;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.ValueWriter;

/**
 * Writes the values of items one after the other, until they are sent. For use by one
 * thread at a time.
 */
public final class ItemWriter {

	private final Supplier<ValueWriter> writers;

	private final ValueWriter writer;

	private final @Nullable Compressor compressor;

	private final CodecLimits limits;

	/** What was written before, for other messages. */
	private final long before;

	private int count;

	private int length;

	private int lengthBeforeLast;

	ItemWriter(Supplier<ValueWriter> writers, @Nullable Compressor compressor, CodecLimits limits) {
		this.writers = writers;
		this.writer = writers.get();
		this.compressor = compressor;
		this.limits = limits;
		this.before = this.writer.written();
	}

	/**
	 * Write one more item. Where that fails, those before it are left as they are.
	 * @param item the item
	 * @param index its number in its stream, from 0
	 * @throws ValueConversionException if it has no form on the wire
	 * @throws MessageLimitException if it is beyond a limit
	 */
	public void write(@Nullable Object item, long index) {
		try {
			if (this.compressor == null) {
				this.writer.write(item, 1);
			}
			else {
				ValueWriter value = this.writers.get();
				value.write(item, 1);
				byte[] bytes = value.finish();
				CompressedValue.write(this.writer.packer(), new EncodedValue(bytes, 0, bytes.length), this.compressor,
						this.limits);
			}
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("item " + (index + 1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory cannot fail to be written", ex);
		}
		this.count++;
		this.lengthBeforeLast = this.length;
		this.length = (int) (this.writer.written() - this.before);
	}

	/**
	 * Return how many items were written.
	 */
	public int count() {
		return this.count;
	}

	/**
	 * Return how many bytes they have.
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Return how many bytes those before the last one have.
	 */
	public int lengthBeforeLast() {
		return this.lengthBeforeLast;
	}

	/**
	 * Return what was written. Nothing can be written afterwards.
	 */
	public EncodedValue finish() {
		try {
			return new EncodedValue(this.writer.finish(), 0, this.length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory cannot fail to be written", ex);
		}
	}

}
