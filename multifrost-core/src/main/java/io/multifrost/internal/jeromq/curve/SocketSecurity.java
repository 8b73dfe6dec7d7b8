package io.multifrost.internal.jeromq.curve;

import java.util.function.Predicate;

import org.zeromq.ZMQ;

/**
 * How a socket proves who it is and finds out who its peers are.
 */
public sealed interface SocketSecurity {

	/** Whoever reaches a socket may talk to it: for sockets on loopback. */
	SocketSecurity NONE = new None();

	/**
	 * Set what the socket needs, before it is bound or connected.
	 */
	void applyTo(ZMQ.Socket socket);

	/**
	 * Nobody has to prove anything.
	 */
	record None() implements SocketSecurity {

		@Override
		public void applyTo(ZMQ.Socket socket) {
		}

	}

	/**
	 * For a socket that listens.
	 *
	 * @param secretKey proves that it is the one with the public key that clients know
	 * @param allows whether a client with a public key may talk to it; called on the I/O
	 * thread
	 */
	record Server(String secretKey, Predicate<String> allows) implements SocketSecurity {

		public String publicKey() {
			return CurveKeys.publicKey(this.secretKey);
		}

		@Override
		public void applyTo(ZMQ.Socket socket) {
			socket.setCurveServer(true);
			socket.setCurvePublicKey(CurveKeys.bytes(publicKey()));
			socket.setCurveSecretKey(CurveKeys.bytes(this.secretKey));
		}

		@Override
		public String toString() {
			return "server " + publicKey();
		}

	}

	/**
	 * For a socket that connects.
	 *
	 * @param secretKey proves who it is
	 * @param serverKey the public key of the one that it wants to reach
	 */
	record Client(String secretKey, String serverKey) implements SocketSecurity {

		public String publicKey() {
			return CurveKeys.publicKey(this.secretKey);
		}

		@Override
		public void applyTo(ZMQ.Socket socket) {
			socket.setCurvePublicKey(CurveKeys.bytes(publicKey()));
			socket.setCurveSecretKey(CurveKeys.bytes(this.secretKey));
			socket.setCurveServerKey(CurveKeys.bytes(this.serverKey));
		}

		@Override
		public String toString() {
			return "client " + publicKey() + " of " + this.serverKey;
		}

	}

}
