package io.multifrost.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Cancel;
import io.multifrost.internal.message.Message.Credit;

/**
 * A way to a worker that keeps what is sent, and the timers, which run when they are told
 * to.
 */
final class RecordingChannel implements CallChannel {

	final List<Runnable> timers = new ArrayList<>();

	final List<Duration> delays = new ArrayList<>();

	final List<Message> sent = new ArrayList<>();

	@Override
	public ProtocolVersion version() {
		return ProtocolVersion.V3;
	}

	@Override
	public void send(Message message) {
		this.sent.add(message);
	}

	@Override
	public void awaitRoom() {
		// There is always room.
	}

	@Override
	public void schedule(Duration delay, Runnable task) {
		this.delays.add(delay);
		this.timers.add(task);
	}

	@Override
	public void execute(Runnable task) {
		task.run();
	}

	/**
	 * Return the ids of the calls that were given up.
	 */
	List<String> cancelled() {
		return sent(Cancel.class).map(Cancel::id).toList();
	}

	List<Integer> granted() {
		return sent(Credit.class).map(Credit::count).toList();
	}

	private <T extends Message> Stream<T> sent(Class<T> type) {
		return List.copyOf(this.sent).stream().filter(type::isInstance).map(type::cast);
	}

}
