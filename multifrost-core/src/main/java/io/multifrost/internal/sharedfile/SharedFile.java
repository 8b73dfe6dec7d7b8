package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.NdArray;
import io.multifrost.internal.OwnerOnly;
import io.multifrost.internal.value.FilePart;

/**
 * A file of the parent, which belongs to one call at a time, or to nobody. It stays open,
 * and mapped once it is used again, so that its pages are found quickly. Not safe for use
 * by several threads.
 */
final class SharedFile {

	private final String name;

	private final Path path;

	private final RandomAccessFile file;

	/** How many bytes were written to it at most, so that there is room for as many. */
	private long size;

	private @Nullable MappedByteBuffer mapped;

	/** When it was given back, in the terms of {@link System#nanoTime()}. */
	private long idleSince;

	private boolean used;

	SharedFile(Path directory, String name) throws IOException {
		this.name = name;
		this.path = directory.resolve(name);
		Files.createFile(this.path, OwnerOnly.file(this.path));
		try {
			this.file = new RandomAccessFile(this.path.toFile(), "rw");
		}
		catch (IOException ex) {
			Files.deleteIfExists(this.path);
			throw ex;
		}
	}

	String name() {
		return this.name;
	}

	long size() {
		return this.size;
	}

	long idleSince() {
		return this.idleSince;
	}

	/**
	 * Nobody uses it any more, and it may be used again.
	 */
	void idle(long now) throws IOException {
		this.idleSince = now;
		this.used = true;
		long length = this.file.length();
		if (length < this.size) {
			throw new IOException("File " + this.path + " was cut short by somebody else");
		}
		this.size = length;
	}

	/**
	 * Write numbers.
	 * @throws IOException if there is no room, among others
	 */
	FilePart write(NdArray numbers) throws IOException {
		long length = numbers.byteSize();
		MappedByteBuffer mapped = (length <= this.size) ? mapped(length) : null;
		if (mapped != null) {
			// Its pages are there: one that could not be had would end this process
			guarded(() -> numbers.copyTo(0, mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
		}
		else {
			FileBytes.write(this.file, numbers);
			this.size = Math.max(this.size, length);
		}
		return new FilePart(this.name, 0, length);
	}

	/**
	 * Read a part.
	 * @throws IOException if it is not there, among others
	 */
	void read(FilePart part, Consumer<ByteBuffer> sink) throws IOException {
		FileBytes.check(this.file, part.offset(), part.length());
		MappedByteBuffer mapped = mapped(part.offset() + part.length());
		if (mapped != null) {
			guarded(() -> sink.accept(mapped.slice((int) part.offset(), (int) part.length())
				.asReadOnlyBuffer()
				.order(ByteOrder.LITTLE_ENDIAN)));
		}
		else {
			FileBytes.read(this.file, part.offset(), part.length(), sink);
		}
	}

	/**
	 * Return the file in memory, once it is worth it.
	 * @return at least so many bytes, which the file has
	 */
	private @Nullable MappedByteBuffer mapped(long length) throws IOException {
		if (!this.used || length > Integer.MAX_VALUE) {
			return null;
		}
		MappedByteBuffer mapped = this.mapped;
		if (mapped == null || mapped.capacity() < length) {
			boolean interrupted = Thread.interrupted();
			try {
				mapped = this.file.getChannel()
					.map(MapMode.READ_WRITE, 0, Math.min(this.file.length(), Integer.MAX_VALUE));
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
			// Many pages at once, which is quicker than one by one
			this.mapped = mapped.load();
		}
		return mapped;
	}

	/**
	 * Java tells of a page that somebody has taken away by an error.
	 */
	private void guarded(Runnable access) throws IOException {
		try {
			access.run();
		}
		catch (InternalError ex) {
			throw new IOException("File " + this.path + " was cut short by somebody else", ex);
		}
	}

	/**
	 * Delete the file; whoever has it open or mapped still has what is in it.
	 */
	void delete() throws IOException {
		this.mapped = null;
		this.file.close();
		Files.deleteIfExists(this.path);
	}

	/**
	 * Delete the file, which nobody looks at any more, and give its pages back though
	 * this process, or another, may still have it mapped.
	 */
	void deleteIdle() throws IOException {
		this.mapped = null;
		this.file.setLength(0);
		delete();
	}

}
