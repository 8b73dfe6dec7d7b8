package io.multifrost.internal.supervision;

import java.time.Duration;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.call.CallChannel;
import io.multifrost.internal.message.Message;

/**
 * The way of calls to their worker, for what follows their own messages.
 *
 * @param connection the connection to the worker
 */
record WorkerChannel(WorkerConnection connection) implements CallChannel {

	/** How long the source of an argument waits for room for its next item. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(5);

	@Override
	public ProtocolVersion version() {
		return this.connection.settings().protocol();
	}

	@Override
	public void send(Message message) {
		this.connection.send(message);
	}

	@Override
	public void awaitRoom() {
		this.connection.awaitRoom(MAX_WAIT);
	}

	@Override
	public void schedule(Duration delay, Runnable task) {
		this.connection.loop().schedule(delay, task);
	}

	@Override
	public void execute(Runnable task) {
		this.connection.loop().execute(task);
	}

}
