package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostException;
import io.multifrost.NdArray;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.FilePart;

/**
 * The files that one call lends to its worker: those of its arguments, and one for its
 * answer. Whoever makes the call ends it, which may be done on any thread, and more than
 * once.
 */
public final class CallFiles implements FilePart.Source {

	/** Of a call that lends none. */
	public static final CallFiles NONE = new CallFiles(null);

	private final @Nullable FilePool pool;

	private final List<SharedFile> lent = new ArrayList<>();

	private @Nullable SharedFile answer;

	private boolean acquired;

	/** Whether the worker has said that it does not look at the files any more. */
	private boolean returned;

	/** Whether a worker may still look at them that is not the one that has answered. */
	private boolean repeated;

	private boolean ended;

	public CallFiles(@Nullable FilePool pool) {
		this.pool = pool;
	}

	private @Nullable SharedFile take(long size) throws IOException {
		FilePool pool = this.pool;
		if (pool == null || (!this.acquired && pool.acquire() == null)) {
			return null;
		}
		this.acquired = true;
		SharedFile file = pool.take(size);
		this.lent.add(file);
		return file;
	}

	/**
	 * Write an argument.
	 * @param numbers the numbers or bytes
	 * @param what what it is, for an error
	 * @return where they are, or {@code null} if they have to be in the message
	 * @throws MultifrostException if they can be neither there nor here
	 */
	public synchronized @Nullable FilePart write(NdArray numbers, String what) {
		FilePool pool = this.pool;
		if (pool == null) {
			return null;
		}
		long size = numbers.byteSize();
		boolean fitsMessage = size <= pool.limits().maxValueSize();
		if (size > pool.limits().maxFileSize()) {
			if (fitsMessage) {
				return null;
			}
			throw new MessageLimitException(what, "max-file-size", size, pool.limits().maxFileSize(), null);
		}
		SharedFile file = null;
		try {
			file = take(size);
			return (file != null) ? file.write(numbers) : null;
		}
		catch (IOException ex) {
			if (file != null) {
				// What there was room for is given back at once
				this.lent.remove(file);
				pool.discard(file, true);
			}
			String problem = "A value of " + size + " bytes could not be written to a shared file";
			if (fitsMessage) {
				pool.complain(problem, ex);
				return null;
			}
			throw new MultifrostException(what + ": " + problem + ", and is too large for a message: " + ex.getMessage()
					+ "; make room in the directory of that file, or send less at once", ex);
		}
	}

	/**
	 * Lend a file for the answer.
	 * @return its name, or {@code null} if there is none
	 */
	public synchronized @Nullable String lendForAnswer() {
		try {
			SharedFile file = take(0);
			this.answer = file;
			return (file != null) ? file.name() : null;
		}
		catch (IOException ex) {
			if (this.pool != null) {
				this.pool.complain("No file could be made for the answer to a call", ex);
			}
			return null;
		}
	}

	@Override
	public void read(FilePart part, Consumer<ByteBuffer> sink) {
		SharedFile answer;
		synchronized (this) {
			answer = this.ended ? null : this.answer;
		}
		if (this.pool == null || answer == null || !answer.name().equals(part.name())) {
			throw CodecFault.of("is in a file that was not lent for it");
		}
		if (part.length() > this.pool.limits().maxFileSize()) {
			throw CodecFault.limit("max-file-size", part.length(), this.pool.limits().maxFileSize());
		}
		try {
			answer.read(part, sink);
		}
		catch (IOException ex) {
			throw CodecFault.of("is in a file that cannot be read as announced (" + part.length() + " bytes from "
					+ part.offset() + " on): " + ex.getMessage(), ex);
		}
	}

	/**
	 * The call is sent once more, to another worker.
	 */
	public synchronized void repeated() {
		this.repeated = true;
	}

	/**
	 * The worker has answered, and does not look at the files any more.
	 */
	public synchronized void returned() {
		this.returned = true;
	}

	/**
	 * The call has ended, and its answer was read if it is read at all.
	 */
	public void end() {
		FilePool pool = this.pool;
		boolean reusable;
		synchronized (this) {
			if (this.ended || !this.acquired || pool == null) {
				return;
			}
			this.ended = true;
			reusable = this.returned && !this.repeated;
		}
		for (SharedFile file : this.lent) {
			if (reusable) {
				pool.giveBack(file);
			}
			else {
				pool.discard(file, false);
			}
		}
		pool.release();
	}

}
