package io.multifrost.internal.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.parent.OutgoingCall;

/**
 * A call that is ready to be sent, once or again.
 *
 * @param id the id of its message
 * @param function the name of the function
 * @param timeout how long it may take, or {@code null} for as long as it likes
 * @param began when it began, in the terms of {@link System#nanoTime()}
 * @param idempotent whether it may be sent again if its worker is lost
 * @param payload the bytes of its message
 * @param needed the features that its worker has to have named
 * @param progress takes reports of how far it is, or {@code null} if nobody listens
 * @param compressor how its arguments are compressed, or {@code null} for not at all
 * @param uploads its arguments that are sent in items, or {@code null} if there are none
 * @param files the files that it lends its worker
 * @param outgoing what interceptors see of it, or {@code null} where nobody has asked any
 * @param lostOn the host on which it was lost before, or {@code null}
 * @param payloadAgain makes the bytes of its message where it is sent once more
 * @param advice is given where it waits for long, or {@code null} where somebody has said
 * how long it may, be it without end
 */
record Request(String id, String function, @Nullable Duration timeout, long began, boolean idempotent, byte[] payload,
		Set<String> needed, @Nullable ProgressReports progress, @Nullable Uploads uploads,
		@Nullable Compressor compressor, CallFiles files, @Nullable OutgoingCall outgoing, @Nullable String lostOn,
		Supplier<byte[]> payloadAgain, @Nullable LimitAdvice advice) {

	Request(String id, String function, @Nullable Duration timeout, long began, boolean idempotent, byte[] payload,
			Set<String> needed, @Nullable ProgressReports progress) {
		this(id, function, timeout, began, idempotent, payload, needed, progress, null, null, CallFiles.NONE, null,
				null, () -> payload, null);
	}

	/**
	 * Return whether it has something that is given back at its end.
	 */
	boolean holds() {
		return this.files != CallFiles.NONE || this.uploads != null;
	}

	/**
	 * The call has ended: what it has lent and what it reads from is given back.
	 */
	void end() {
		this.files.end();
		if (this.uploads != null) {
			this.uploads.end();
		}
	}

	/**
	 * Return the same call to be sent once more.
	 * @param lostOn the host on which it was lost, or {@code null}
	 */
	Request again(@Nullable String lostOn) {
		this.files.repeated();
		return new Request(this.id, this.function, this.timeout, this.began, this.idempotent, this.payloadAgain.get(),
				this.needed, this.progress, this.uploads, this.compressor, this.files, this.outgoing, lostOn,
				this.payloadAgain, this.advice);
	}

	/**
	 * Return how long the call may still take.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds, not positive if its time is over, {@code Long.MAX_VALUE} if it
	 * has no deadline
	 */
	long nanosLeft(long now) {
		return (this.timeout != null) ? TimeUnit.NANOSECONDS.convert(this.timeout) - (now - this.began)
				: Long.MAX_VALUE;
	}

}
