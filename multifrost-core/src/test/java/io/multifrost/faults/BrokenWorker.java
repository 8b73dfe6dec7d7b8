package io.multifrost.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.CodecLimits;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.MessageCodec;

/**
 * A worker that answers heartbeats as it should, and calls with whatever it is told to.
 */
final class BrokenWorker implements AutoCloseable {

	private final ZContext context = new ZContext();

	private final ZMQ.Socket socket = this.context.createSocket(SocketType.ROUTER);

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final Function<Call, List<byte[][]>> answers;

	private final Thread thread = new Thread(this::serve, "broken-worker");

	private final String endpoint;

	private volatile boolean closed;

	/**
	 * Serve at a port of its own.
	 * @param answers the messages that answer a call, each the frames after the identity
	 */
	BrokenWorker(Function<Call, List<byte[][]>> answers) {
		this.answers = answers;
		this.socket.setLinger(0);
		this.socket.setHandshakeIvl(500);
		this.socket.setReceiveTimeOut(100);
		this.socket.bind("tcp://127.0.0.1:*");
		this.endpoint = this.socket.getLastEndpoint();
		this.thread.start();
	}

	/**
	 * Connect to the port of a parent that has a worker already.
	 */
	BrokenWorker(String parent, Function<Call, List<byte[][]>> answers) {
		this.answers = answers;
		this.socket.setLinger(0);
		this.socket.setHandshakeIvl(500);
		this.socket.setReceiveTimeOut(100);
		this.socket.connect(parent);
		this.endpoint = parent;
		this.thread.start();
	}

	String endpoint() {
		return this.endpoint;
	}

	private void serve() {
		while (!this.closed) {
			byte[] identity = this.socket.recv();
			if (identity != null) {
				this.socket.recv();
				answer(identity, this.codec.decode(this.socket.recv()));
			}
		}
		this.context.close();
	}

	private void answer(byte[] identity, Message message) {
		if (message instanceof Heartbeat) {
			send(identity, frames(this.codec.encode(message)));
		}
		else if (message instanceof Call call) {
			this.answers.apply(call).forEach((frames) -> send(identity, frames));
		}
	}

	private void send(byte[] identity, byte[][] frames) {
		this.socket.send(identity, ZMQ.SNDMORE);
		for (int i = 0; i < frames.length; i++) {
			this.socket.send(frames[i], (i < frames.length - 1) ? ZMQ.SNDMORE : 0);
		}
	}

	/**
	 * Frame a payload as the protocol prescribes.
	 */
	static byte[][] frames(byte[] payload) {
		return new byte[][] { new byte[0], payload };
	}

	/**
	 * Write a response.
	 * @param result the encoded result, sound or not
	 */
	static byte[] response(String app, String id, byte[] result) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packMapHeader(4);
			packer.packString("app").packString(app);
			packer.packString("id").packString(id);
			packer.packString("type").packString("response");
			packer.packString("result").writePayload(result);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
