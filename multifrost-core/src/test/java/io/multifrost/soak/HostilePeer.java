package io.multifrost.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.SplittableRandom;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;

/**
 * Comes to a port as a stranger: with bytes that are no ZeroMQ, with frames that announce
 * gigabytes, with proper frames that hold no proper message, or with proper calls whose
 * answers it never reads. Belongs to one thread.
 */
final class HostilePeer implements AutoCloseable {

	private static final byte[] GREETING = greeting();

	private static final int MOST_DEAF = 3;

	private final ZContext context = new ZContext();

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final Deque<ZMQ.Socket> deaf = new ArrayDeque<>();

	void attack(int port, SplittableRandom random) {
		if (random.nextInt(3) == 0) {
			sendMessages(port, random);
		}
		else {
			sendBytes(port, random);
		}
	}

	private void sendMessages(int port, SplittableRandom random) {
		ZMQ.Socket socket = this.context.createSocket(random.nextBoolean() ? SocketType.DEALER : SocketType.ROUTER);
		try {
			socket.setHandshakeIvl(500);
			socket.setLinger(100);
			socket.setSendTimeOut(200);
			socket.setReceiveTimeOut(100);
			socket.connect("tcp://127.0.0.1:" + port);
			for (int i = random.nextInt(20); i >= 0; i--) {
				for (int frame = random.nextInt(4); frame > 0; frame--) {
					socket.send((random.nextInt(3) > 0) ? payload(random) : new byte[0], ZMQ.SNDMORE);
				}
				socket.send(payload(random));
			}
			socket.recv();
		}
		finally {
			socket.close();
		}
	}

	/**
	 * Call for 16 MB of answers and read none of them; goes away when three others have
	 * done the same after it.
	 */
	boolean callWithoutReading(int port) {
		if (this.deaf.size() == MOST_DEAF) {
			this.deaf.remove().close();
		}
		ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);
		this.deaf.add(socket);
		socket.setLinger(0);
		socket.setRcvHWM(1);
		socket.setSendTimeOut(200);
		socket.connect("tcp://127.0.0.1:" + port);
		byte[] call = call("echo", new byte[1 << 16]);
		for (int i = 0; i < 256; i++) {
			socket.send(new byte[0], ZMQ.SNDMORE);
			socket.send(call);
		}
		return true;
	}

	private byte[] payload(SplittableRandom random) {
		byte[] bytes = (random.nextInt(4) > 0) ? call("add", 1, 2) : new byte[random.nextInt(300)];
		if (random.nextBoolean()) {
			return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
		}
		for (int i = random.nextInt(10); i >= 0 && bytes.length > 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return bytes;
	}

	private byte[] call(String function, Object... arguments) {
		return this.codec.encodeCall(ProtocolVersion.V3, MessageIds.random(), function, arguments, "default", null,
				Map.of());
	}

	private static void sendBytes(int port, SplittableRandom random) {
		byte[] bytes = new byte[random.nextInt(500)];
		random.nextBytes(bytes);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				OutputStream out = socket.getOutputStream()) {
			if (random.nextBoolean()) {
				out.write(GREETING, 0, random.nextBoolean() ? GREETING.length : random.nextInt(GREETING.length));
				// A long frame of 2 GB
				out.write(new byte[] { 2, 0, 0, 0, 0, 0x7f, -1, -1, -1 });
			}
			out.write(bytes);
		}
		catch (IOException ex) {
			// The other side may hang up at any time, or be gone
			return;
		}
	}

	/**
	 * The greeting of ZMTP 3.0 with the NULL mechanism.
	 */
	private static byte[] greeting() {
		byte[] greeting = new byte[64];
		greeting[0] = -1;
		greeting[9] = 0x7f;
		greeting[10] = 3;
		System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
		return greeting;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
