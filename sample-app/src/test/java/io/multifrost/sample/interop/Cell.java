package io.multifrost.sample.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.multifrost.ProtocolVersion;

/**
 * A cell of the matrix.
 *
 * @param peer the language beside Java
 * @param direction who calls whom
 * @param mode how the two find each other
 * @param protocol the protocol that the parent speaks
 */
record Cell(Peer peer, Direction direction, Mode mode, ProtocolVersion protocol) {

	static Stream<Cell> of(List<Peer> peers) {
		return peers.stream()
			.flatMap((peer) -> Arrays.stream(Direction.values()).flatMap((direction) -> of(peer, direction).stream()));
	}

	static List<Cell> of(Peer peer, Direction direction) {
		return Arrays.stream(Mode.values())
			.flatMap((mode) -> Arrays.stream(ProtocolVersion.values())
				.map((protocol) -> new Cell(peer, direction, mode, protocol)))
			.toList();
	}

	int protocolNumber() {
		return (this.protocol == ProtocolVersion.V4) ? 4 : 3;
	}

	@Override
	public String toString() {
		return this.direction.title(this.peer) + ", " + this.mode.id() + ", protocol " + protocolNumber();
	}

	/**
	 * Who calls.
	 */
	enum Direction {

		/** A Java parent calls a worker of the language. */
		JAVA_TO_PEER("java-to-peer"),

		/** A parent of the language calls a Java worker. */
		PEER_TO_JAVA("peer-to-java");

		private final String id;

		Direction(String id) {
			this.id = id;
		}

		String id() {
			return this.id;
		}

		String title(Peer peer) {
			String program = (peer == Peer.JAVA && this == PEER_TO_JAVA) ? "Java, as a program," : peer.title();
			return (this == JAVA_TO_PEER) ? "Java calls " + peer.title() : program + " calls Java";
		}

	}

	/**
	 * How parent and worker find each other.
	 */
	enum Mode {

		/** The parent starts the worker. */
		SPAWN,

		/** The worker runs by itself. */
		CONNECT;

		String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
