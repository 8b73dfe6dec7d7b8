package io.multifrost.internal.call;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.ProtocolException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropCounts;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Cancel;
import io.multifrost.internal.message.Message.Credit;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.Output;
import io.multifrost.internal.message.Message.Progress;
import io.multifrost.internal.message.Message.Ready;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.OutputKind;

/**
 * Reads what a worker sends and gives each message to whom it concerns. What concerns
 * nobody is counted; nothing that a worker sends is an error of the parent.
 */
public final class ReplyReader {

	private static final Logger logger = BackgroundLogger.of(ReplyReader.class);

	private final MessageCodec codec;

	private final PendingCalls pending;

	private final Notifier notifier;

	private final Consumer<Heartbeat> onHeartbeat;

	private final BooleanSupplier onStopping;

	private final DropCounts drops;

	private final CompletionBatcher completions = new CompletionBatcher();

	/**
	 * Create a reader.
	 * @param codec reads the messages
	 * @param pending the calls that wait for an answer
	 * @param notifier told what the worker has written
	 * @param onHeartbeat given the answers to heartbeats
	 * @param onStopping told that the worker ends, and has not run a call; returns
	 * whether it is believed
	 * @param drops where it is counted what concerns nobody
	 */
	public ReplyReader(MessageCodec codec, PendingCalls pending, Notifier notifier, Consumer<Heartbeat> onHeartbeat,
			BooleanSupplier onStopping, DropCounts drops) {
		this.onStopping = onStopping;
		this.drops = drops;
		this.codec = codec;
		this.pending = pending;
		this.notifier = notifier;
		this.onHeartbeat = onHeartbeat;
	}

	/**
	 * Read a message. Called on the I/O thread.
	 * @param payload the bytes of the message
	 */
	public void read(byte[] payload) {
		Message message;
		try {
			message = this.codec.decode(payload);
		}
		catch (ProtocolException ex) {
			onUnreadable(ex);
			return;
		}
		if (message instanceof Response || message instanceof Failure) {
			onAnswer(message);
		}
		else if (message instanceof Items items) {
			onItems(items);
		}
		else if (message instanceof Credit || message instanceof Cancel) {
			onUploadSignal(message);
		}
		else if (message instanceof Heartbeat heartbeat) {
			this.onHeartbeat.accept(heartbeat);
		}
		else if (message instanceof Progress progress) {
			onProgress(progress);
		}
		else if (message instanceof Output output) {
			boolean error = output.stream() == OutputKind.STDERR;
			// An empty text is an empty line, of which there are none to a string.
			String text = output.text().isEmpty() ? "\n" : output.text();
			text.lines().forEach((line) -> this.notifier.line(error, line));
		}
		else if (!(message instanceof Ready)) {
			// A worker that says it is ready is believed when it answers a heartbeat.
			drop(DropReason.UNEXPECTED, message.getClass().getSimpleName());
		}
	}

	/**
	 * All messages that have arrived together were read. Called on the I/O thread.
	 */
	public void readAll() {
		this.completions.end();
	}

	private void onAnswer(Message message) {
		// Told before the call ends, so that it is not sent there again.
		boolean refused = message instanceof Failure && message.isOfStoppingWorker()
				&& this.pending.find(message.id()) != null && this.onStopping.getAsBoolean();
		PendingCall call = this.pending.remove(message.id());
		if (call != null && refused) {
			call.fail(() -> WorkerUnavailableException.refused(this.pending.worker(),
					"it is being stopped, and has not run the call", null));
		}
		else if (call != null) {
			call.answer(message, this.completions);
		}
		else {
			drop(DropReason.UNKNOWN_ID, message.id());
		}
	}

	private void onItems(Items items) {
		try {
			if (!this.pending.add(items)) {
				drop((this.pending.find(items.id()) != null) ? DropReason.UNEXPECTED : DropReason.UNKNOWN_ID,
						items.id());
			}
		}
		catch (ProtocolException ex) {
			onUnreadable(ex);
		}
	}

	/**
	 * The worker asks for more items of an argument, or for no more.
	 */
	private void onUploadSignal(Message message) {
		PendingCall call = this.pending.find(message.id());
		Uploads uploads = (call != null) ? call.request().uploads() : null;
		if (call == null || uploads == null) {
			drop((call != null) ? DropReason.UNEXPECTED : DropReason.UNKNOWN_ID, message.id());
		}
		else if (message instanceof Credit credit && credit.count() > 0) {
			uploads.grant(call, this.pending, credit.argument(), credit.count());
		}
		else if (message instanceof Cancel cancel) {
			uploads.cancel(cancel.argument());
		}
		else {
			drop(DropReason.MALFORMED, message.id());
		}
	}

	private void onProgress(Progress message) {
		PendingCall call = this.pending.find(message.id());
		ProgressReports reports = (call != null) ? call.progress() : null;
		if (reports == null) {
			drop((call != null) ? DropReason.UNEXPECTED : DropReason.UNKNOWN_ID, message.id());
			return;
		}
		try {
			reports.add(message.metadata());
		}
		catch (ProtocolException ex) {
			drop(DropReason.MALFORMED, ex.getMessage());
		}
	}

	private void onUnreadable(ProtocolException ex) {
		PendingCall call = this.pending.find(ex.messageId());
		if (call != null && this.pending.abandon(call)) {
			call.fail(
					() -> new ProtocolException(
							"The answer of worker '" + this.pending.worker() + "' to function '"
									+ call.request().function() + "' cannot be read: " + ex.getMessage(),
							ex.messageId(), ex));
		}
		else {
			drop((ex.reason() == ProtocolException.Reason.WRONG_APP) ? DropReason.APP : DropReason.MALFORMED,
					ex.getMessage());
		}
	}

	public void drop(DropReason reason, @Nullable String detail) {
		this.drops.add(reason);
		logger.debug("[{}] Dropped a message ({}): {}", this.pending.worker(), reason.key(), detail);
	}

}
