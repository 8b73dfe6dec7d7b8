package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sharedfile.WorkerFiles;

/**
 * The calls that this worker owes an answer to. Each is answered once, however many try.
 * Safe for use by any thread.
 */
final class OpenCalls {

	private final MessageCodec codec;

	private final ErrorEncoder errors;

	private final ParentLink parents;

	private final ResultForms results;

	private final Set<ServedCall> unanswered = ConcurrentHashMap.newKeySet();

	private final CountDownLatch idle = new CountDownLatch(1);

	private final StreamTable streams;

	private volatile boolean awaited;

	OpenCalls(MessageCodec codec, ErrorEncoder errors, ParentLink parents, WorkerFiles files) {
		this.results = new ResultForms(files);
		this.codec = codec;
		this.errors = errors;
		this.parents = parents;
		this.streams = new StreamTable(parents::schedule);
	}

	/**
	 * Return those of which something comes or goes in items.
	 */
	StreamTable streams() {
		return this.streams;
	}

	void add(ServedCall served) {
		this.unanswered.add(served);
	}

	/**
	 * Answer with what a function has returned on its own thread, which waits while too
	 * much waits to be sent already.
	 */
	void succeedInTime(ServedCall served, @Nullable Object result) {
		this.parents.awaitRoom();
		succeed(served, result);
	}

	void succeed(ServedCall served, @Nullable Object result) {
		byte[] payload;
		try {
			payload = this.codec.encodeResponse(served.call().version(), served.id(),
					this.results.of(served.call(), result), ResultForms.metadata(served), served.compressor());
		}
		catch (MultifrostException ex) {
			fail(served, RemoteError.withoutTrace(ex));
			return;
		}
		catch (Throwable ex) {
			// A result can run code of its own while it is written, and can come from a
			// stage, which would keep the exception to itself.
			fail(served, RemoteError.withTrace(ex));
			return;
		}
		answer(served, payload);
	}

	/**
	 * Answer a call whose result was sent in items.
	 * @param items how many these were
	 */
	void endItems(ServedCall served, long items) {
		answer(served, this.codec
			.encode(new ItemsEnd(served.call().version(), served.id(), Message.NONE, items, null, Map.of())));
	}

	void fail(ServedCall served, String error) {
		fail(served, new RemoteError(error));
	}

	void fail(ServedCall served, RemoteError error) {
		answer(served, this.errors.encode(served.call().version(), served.id(), error));
	}

	/**
	 * Refuse a call that has not begun, and now never will: others may run it.
	 */
	private void refuseUnlessBegun(ServedCall served) {
		if (served.claimUnlessBegun()) {
			send(served, this.errors.encode(served.call().version(), served.id(), RemoteError.STOPPING));
		}
	}

	private void answer(ServedCall served, byte[] payload) {
		if (served.claimAnswer()) {
			send(served, payload);
		}
	}

	private void send(ServedCall served, byte[] payload) {
		this.parents.send(served.route(), payload);
		remove(served);
	}

	/**
	 * Owe a call no answer any more.
	 * @param served the call
	 */
	void drop(ServedCall served) {
		if (served.claimAnswer()) {
			remove(served);
		}
	}

	private void remove(ServedCall served) {
		this.unanswered.remove(served);
		CallStreams streams = served.streams();
		if (streams != null) {
			this.streams.remove(served);
			streams.stop(new CallStreams.GivenUp());
		}
		if (this.awaited && this.unanswered.isEmpty()) {
			this.idle.countDown();
		}
	}

	/**
	 * Wait until all calls are answered, and answer those that are not in time with an
	 * error.
	 * @param timeout how long to wait
	 */
	void drain(Duration timeout) {
		this.awaited = true;
		boolean interrupted = false;
		try {
			if (!this.unanswered.isEmpty()) {
				this.idle.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		for (ServedCall served : this.unanswered) {
			refuseUnlessBegun(served);
			fail(served, "Worker is stopping: the function did not finish within " + timeout.toMillis() + " ms");
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
