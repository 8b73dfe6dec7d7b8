package io.multifrost.child;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.Route;

/**
 * Sends messages to parents by the connection of a worker, while there is one. Used on
 * any thread.
 */
final class Answers {

	private volatile @Nullable Connection connection;

	/**
	 * Set the connection.
	 * @param connection the connection, or {@code null} if there is none
	 */
	void use(@Nullable Connection connection) {
		this.connection = connection;
	}

	/**
	 * Send by a link from now on. Called before anything is read from it, so that there
	 * is a way for each answer.
	 * @param link the link of the connection
	 */
	void leaveBy(Link link) {
		Connection opening = this.connection;
		if (opening != null) {
			opening.use(link);
		}
	}

	/**
	 * Wait until answers that wait to be sent leave room for more, but not for ever. Not
	 * to be called on the I/O thread.
	 */
	void awaitRoom() {
		Connection open = this.connection;
		if (open != null) {
			open.awaitRoom();
		}
	}

	@Nullable Connection connection() {
		return this.connection;
	}

	/**
	 * Send a message, or drop it where there is no connection.
	 * @param route where it goes
	 * @param payload the message
	 */
	void send(Route route, byte[] payload) {
		Connection open = this.connection;
		if (open != null) {
			open.send(route, payload);
		}
	}

}
