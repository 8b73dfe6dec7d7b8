package io.multifrost.internal.jeromq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.zeromq.SocketType;
import zmq.Msg;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.jeromq.curve.SocketSecurity;

/**
 * Says whether a client with a key may talk to a socket that listens. JeroMQ asks by
 * messages to an address within its context (ZAP, RFC 27), and lets everybody in where
 * nobody listens there; so this does before the first such socket is bound, and until all
 * are closed. Runs on the I/O thread alone.
 */
final class KeyCheck {

	private static final Logger logger = BackgroundLogger.of(KeyCheck.class);

	private static final String ADDRESS = "inproc://zeromq.zap.01";

	private static final int REQUEST_FRAMES = 7;

	private static final int ID_FRAME = 1;

	private static final int DOMAIN_FRAME = 2;

	private static final int HOST_FRAME = 3;

	private static final int KEY_FRAME = 6;

	private final EventLoop loop;

	/** What holds for the sockets, by their domains. */
	private final Map<String, Rule> rules = new HashMap<>();

	private @Nullable LoopSocket socket;

	private int domains;

	/**
	 * Create a check that does not listen yet.
	 * @param loop the loop of the I/O thread
	 */
	KeyCheck(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Be asked about the clients of a socket.
	 * @param security says who they may be
	 * @param connections told of those that may not
	 * @return the domain of the socket
	 */
	String add(SocketSecurity.Server security, Connections connections) {
		assert this.loop.isLoopThread();
		if (this.socket == null) {
			this.socket = listen();
		}
		this.domains++;
		String domain = Integer.toString(this.domains);
		this.rules.put(domain, new Rule(security, connections));
		return domain;
	}

	private LoopSocket listen() {
		LoopSocket created = this.loop.socket(SocketType.REP);
		try {
			created.setLinger(0);
			created.bind(ADDRESS);
			this.loop.register(created.getFD(), this::answerSoon);
			return created;
		}
		catch (RuntimeException | Error ex) {
			created.close();
			throw ex;
		}
	}

	/**
	 * A socket is closed, and its clients with it.
	 */
	void remove(String domain) {
		this.rules.remove(domain);
	}

	void close() {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

	/**
	 * Not within the selector, which JeroMQ is in.
	 */
	private void answerSoon() {
		this.loop.execute(this::answerAll);
	}

	private void answerAll() {
		LoopSocket asked = this.socket;
		try {
			while (asked != null && answer(asked)) {
				logger.trace("Was asked for a key");
			}
		}
		catch (Throwable ex) {
			// Whoever asks next would wait for ever.
			close();
			List.copyOf(this.rules.values()).forEach((rule) -> rule.connections.fail(ex));
			throw ex;
		}
	}

	/**
	 * Answer a request, if there is one.
	 * @return whether there was one
	 */
	private boolean answer(LoopSocket asked) {
		List<byte[]> request = new ArrayList<>(REQUEST_FRAMES);
		Msg frame = asked.receiveFrame();
		if (frame == null) {
			return false;
		}
		request.add(frame.data());
		while (frame != null && frame.hasMore()) {
			frame = asked.receiveFrame();
			if (frame != null) {
				request.add(frame.data());
			}
		}
		String key = (request.size() == REQUEST_FRAMES) ? CurveKeys.encode(request.get(KEY_FRAME)) : "";
		boolean allowed = !key.isEmpty() && isAllowed(request, key);
		for (byte[] part : new byte[][] { request.get(0), request.get(ID_FRAME), ascii(allowed ? "200" : "400"),
				ascii(""), ascii(allowed ? key : "") }) {
			asked.sendFrame(new Msg(part), true);
		}
		asked.sendFrame(new Msg(), false);
		return true;
	}

	private boolean isAllowed(List<byte[]> request, String key) {
		Rule rule = this.rules.get(new String(request.get(DOMAIN_FRAME), StandardCharsets.US_ASCII));
		if (rule == null) {
			return false;
		}
		try {
			boolean allowed = rule.security.allows().test(key);
			if (!allowed) {
				rule.connections.refusedKey(key, new String(request.get(HOST_FRAME), StandardCharsets.US_ASCII));
			}
			return allowed;
		}
		catch (Throwable ex) {
			// The other links are asked about as before, so that this one needs an
			// answer.
			rule.connections.fail(ex);
			return false;
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private record Rule(SocketSecurity.Server security, Connections connections) {
	}

}
