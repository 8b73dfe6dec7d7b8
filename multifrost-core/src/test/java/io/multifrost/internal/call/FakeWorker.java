package io.multifrost.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that answers when the test says so, and with what.
 */
final class FakeWorker implements CallTarget {

	final List<PendingCall> calls = new ArrayList<>();

	final RecordingChannel channel = new RecordingChannel();

	final PendingCalls pending = new PendingCalls("math", () -> 9, this.channel);

	final Map<String, Integer> sent = new HashMap<>();

	@Override
	public PendingCalls send(PendingCall call, byte[] payload, @Nullable Batch batch) {
		if (!this.pending.register(call)) {
			throw WorkerUnavailableException.refused("math", "it has retired", null);
		}
		this.calls.add(call);
		return this.pending;
	}

	@Override
	public boolean hasFeature(String feature) {
		return false;
	}

	@Override
	public boolean isRemote() {
		return false;
	}

	@Override
	public boolean isRecovering() {
		return false;
	}

	@Override
	public CompletableFuture<Void> recovered() {
		return CompletableFuture.completedFuture(null);
	}

	String id() {
		return this.calls.get(this.calls.size() - 1).request().id();
	}

	boolean item(EncodedValue part) {
		int seq = this.sent.merge(id(), 1, Integer::sum) - 1;
		return this.pending.add(items(id(), seq, 1, part));
	}

	void answer(EncodedValue result) {
		end(new Response(ProtocolVersion.V3, id(), result, Map.of()));
	}

	void end(Message reply) {
		PendingCall call = this.pending.remove(id());
		assertThat(call).isNotNull();
		call.answer(reply, new CompletionBatcher());
	}

	void lose() {
		this.pending.failAll(() -> new WorkerExitedException("math", 1, 1, Duration.ZERO, List.of()));
	}

	static Items items(String id, long seq, int count, EncodedValue values) {
		return new Items(ProtocolVersion.V3, id, Message.NONE, seq, count, values, Map.of());
	}

}
