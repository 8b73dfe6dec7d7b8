package io.multifrost.internal.call;

import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.Features;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.ItemsEnd;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.OutgoingItems;
import io.multifrost.internal.stream.Outlet;
import io.multifrost.internal.stream.StreamOrigin;

/**
 * One argument that is sent in items. Safe for use by any thread.
 */
final class Upload implements Outlet {

	private static final int MAX_ERROR = 1000;

	private final int argument;

	private final Object source;

	private final MessageCodec codec;

	private final Executor executor;

	private boolean cancelled;

	private @Nullable PendingCall call;

	private @Nullable PendingCalls calls;

	private @Nullable OutgoingItems items;

	Upload(int argument, Object source, MessageCodec codec, Executor executor) {
		this.argument = argument;
		this.source = source;
		this.codec = codec;
		this.executor = executor;
	}

	boolean isBytes() {
		return this.source instanceof InputStream;
	}

	/**
	 * Send more items.
	 * @param call the call
	 * @param calls sends them
	 * @param count how many more
	 */
	void grant(PendingCall call, PendingCalls calls, int count) {
		items(call, calls).grant(count);
	}

	private synchronized OutgoingItems items(@Nullable PendingCall call, @Nullable PendingCalls calls) {
		if (this.items == null) {
			this.call = call;
			this.calls = calls;
			String id = (call != null) ? call.request().id() : "";
			this.items = OutgoingItems.of(this.source, this, this.codec,
					new StreamOrigin((calls != null) ? calls.channel().version() : ProtocolVersion.V3, id,
							this.argument, true, call != null && call.request().needed().contains(Features.ARRAY),
							(call != null) ? call.request().compressor() : null));
		}
		return this.items;
	}

	/**
	 * Send no more, and close the source.
	 */
	void cancel() {
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			this.cancelled = true;
		}
		items(null, null).cancel();
	}

	@Override
	public void send(Items items) {
		Objects.requireNonNull(this.calls).channel().send(items);
	}

	@Override
	public void awaitRoom() {
		Objects.requireNonNull(this.calls).channel().awaitRoom();
	}

	@Override
	public void soon(Runnable task) {
		Objects.requireNonNull(this.calls).channel().execute(task);
	}

	@Override
	public void resume(Runnable stream) {
		this.executor.execute(stream);
	}

	@Override
	public void ended(long count, @Nullable Throwable failure) {
		PendingCall call = this.call;
		if (call == null || this.cancelled) {
			return;
		}
		String error = (failure != null) ? text(failure) : null;
		CallChannel channel = Objects.requireNonNull(this.calls).channel();
		channel.send(new ItemsEnd(channel.version(), call.request().id(), this.argument, count, error, Map.of()));
	}

	/**
	 * Describe a failure of a source, which may be of a class of users that fails when it
	 * is asked for its message.
	 */
	private String text(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		String start = (type.isEmpty() ? failure.getClass().getName() : type) + ": ";
		try {
			String text = start + failure.getMessage();
			return text.substring(0,
					Math.min(text.length(), Math.min(MAX_ERROR, this.codec.limits().maxValueSize() / 4)));
		}
		catch (Throwable ex) {
			return start + "its message failed: " + ex.getClass().getName();
		}
	}

}
