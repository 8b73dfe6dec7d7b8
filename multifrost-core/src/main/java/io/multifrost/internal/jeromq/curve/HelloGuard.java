package io.multifrost.internal.jeromq.curve;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Keeps out clients that do not know the server's key. To a few numbers that are no real
 * keys (points of low order) each key agrees on one secret, which all know; a client that
 * begins with one of them needs no key of the server. JeroMQ 0.6.0 does not look for
 * them, as libsodium does.
 */
public final class HelloGuard implements MsgAllocator {

	private static final int HELLO_SIZE = 200;

	/** Where the client's key begins there. */
	private static final int KEY_INDEX = 80;

	/** In all the ways to write them, since jnacl counts the highest bit as well. */
	private static final Set<String> LOW_ORDER = Set.of("00".repeat(32), "01" + "00".repeat(31),
			"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
			"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157", "ec" + "ff".repeat(30) + "7f",
			"ed" + "ff".repeat(30) + "7f", "ee" + "ff".repeat(30) + "7f",
			"cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
			"4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7", "d9" + "ff".repeat(31),
			"da" + "ff".repeat(31), "db" + "ff".repeat(31));

	private final MsgAllocator delegate;

	/**
	 * Create a guard.
	 * @param delegate allocates all other frames
	 */
	public HelloGuard(MsgAllocator delegate) {
		this.delegate = delegate;
	}

	@Override
	public Msg allocate(int size) {
		return (size == HELLO_SIZE) ? new Hello() : this.delegate.allocate(size);
	}

	/**
	 * A frame that may be a HELLO.
	 */
	private static final class Hello extends Msg {

		Hello() {
			super(HELLO_SIZE);
		}

		/**
		 * JeroMQ copies the client's key so. With another one, the HELLO does not open.
		 */
		@Override
		public int getBytes(int index, byte[] destination, int offset, int length) {
			int copied = super.getBytes(index, destination, offset, length);
			if (index == KEY_INDEX && LOW_ORDER.contains(HexFormat.of().formatHex(destination))) {
				Arrays.fill(destination, (byte) HELLO_SIZE);
			}
			return copied;
		}

	}

}
