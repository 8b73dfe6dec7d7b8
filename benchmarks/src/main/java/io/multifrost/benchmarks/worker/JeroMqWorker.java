package io.multifrost.benchmarks.worker;

import java.io.IOException;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A worker on a bare ROUTER, with one thread.
 */
public final class JeroMqWorker {

	private JeroMqWorker() {
	}

	/**
	 * Serve until the measuring process ends.
	 * @param args none
	 * @throws IOException if the measuring process cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
			router.setHWM(0);
			Lifeline.announce(router.bindToRandomPort("tcp://127.0.0.1"));
			while (true) {
				byte[] peer = router.recv();
				byte[] call = router.recv();
				router.send(peer, ZMQ.SNDMORE);
				router.send(RawMessage.answer(call));
			}
		}
	}

}
