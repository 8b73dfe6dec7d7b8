package io.multifrost.internal.sharedfile;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

import io.multifrost.NdArray;

/**
 * Writes and reads the bytes of a file piece by piece, through memory that the
 * processor's caches hold. Not by a channel, which an interrupt of the thread would
 * close.
 */
final class FileBytes {

	/** A multiple of the size of any element. */
	private static final int PIECE = 128 * 1024;

	private FileBytes() {
	}

	/**
	 * Write numbers from the beginning of a file on.
	 * @throws IOException if there is no room, among others
	 */
	static void write(RandomAccessFile file, NdArray numbers) throws IOException {
		long left = numbers.byteSize();
		ByteBuffer piece = piece(left);
		long elementSize = left / Math.max(1, numbers.size());
		long written = 0;
		file.seek(0);
		while (written < left) {
			piece.clear();
			numbers.copyTo((int) (written / elementSize), piece);
			file.write(piece.array(), 0, piece.position());
			written += piece.position();
		}
	}

	/**
	 * Read a part of a file.
	 * @throws IOException if the file ends before
	 */
	static void read(RandomAccessFile file, long offset, long length, Consumer<ByteBuffer> sink) throws IOException {
		ByteBuffer piece = piece(length);
		file.seek(offset);
		long left = length;
		while (left > 0) {
			int count = (int) Math.min(left, piece.capacity());
			file.readFully(piece.array(), 0, count);
			sink.accept(piece.clear().limit(count).order(ByteOrder.LITTLE_ENDIAN));
			left -= count;
		}
	}

	/**
	 * Check that a part is within a file.
	 * @throws EOFException if it is not
	 */
	static void check(RandomAccessFile file, long offset, long length) throws IOException {
		long size = file.length();
		if (length > size || offset > size - length) {
			throw new EOFException("it has " + size + " bytes");
		}
	}

	private static ByteBuffer piece(long most) {
		return ByteBuffer.allocate((int) Math.max(1, Math.min(most, PIECE)));
	}

}
