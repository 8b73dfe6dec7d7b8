package io.multifrost.benchmarks.stranger;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Curve.KeyPair;
import org.zeromq.ZMonitor;

/**
 * Bare DEALERs with wrong keys: one half has a key that the service does not allow, the
 * other half takes the service for another one. JeroMQ connects again where a connection
 * ends, but not after it was told that its key is refused.
 */
final class KeyedStrangers implements AutoCloseable {

	private static final int PAUSE_MILLIS = 200;

	private final ZContext context = new ZContext();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	KeyedStrangers(int count, int port, String serverKey) {
		this.context.setLinger(0);
		KeyPair own = ZMQ.Curve.generateKeyPair();
		String otherServer = ZMQ.Curve.generateKeyPair().publicKey;
		for (int i = 0; i < count; i++) {
			connect(port, own, (i % 2 == 0) ? serverKey : otherServer);
		}
	}

	private void connect(int port, KeyPair own, String serverKey) {
		ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);
		socket.setCurvePublicKey(ZMQ.Curve.z85Decode(own.publicKey));
		socket.setCurveSecretKey(ZMQ.Curve.z85Decode(own.secretKey));
		socket.setCurveServerKey(ZMQ.Curve.z85Decode(serverKey));
		socket.setReconnectIVL(PAUSE_MILLIS);
		socket.setEventHook((event) -> count(event.getEvent()), ZMQ.EVENT_ALL);
		socket.connect("tcp://127.0.0.1:" + port);
	}

	private void count(ZMonitor.Event event) {
		if (event == ZMonitor.Event.CONNECTED) {
			this.connections.incrementAndGet();
		}
		else if (event == ZMonitor.Event.HANDSHAKE_FAILED_AUTH) {
			this.refused.incrementAndGet();
		}
	}

	List<Integer> counts() {
		return List.of(this.connections.get(), this.refused.get());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
