package io.multifrost.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A parent made of a bare socket and plain maps, which can say what a real one never
 * would. Belongs to one thread.
 */
final class RawParent implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private static final byte[] EMPTY = new byte[0];

	private final ZContext context = new ZContext();

	private final ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);

	private final Map<String, Map<String, Object>> early = new LinkedHashMap<>();

	private final List<Map<String, Object>> outputs = new ArrayList<>();

	private ChildWorker worker;

	private String app = "comlink_ipc_v3";

	RawParent() {
		this("*");
	}

	/**
	 * Come back as a parent that was gone.
	 */
	RawParent(int port) {
		this(String.valueOf(port));
	}

	private RawParent(String port) {
		this.socket.setLinger(0);
		this.socket.setSndHWM(0);
		this.socket.setRcvHWM(0);
		this.socket.setReceiveTimeOut(TIMEOUT_MILLIS);
		this.socket.setSendTimeOut(TIMEOUT_MILLIS);
		this.socket.bind("tcp://127.0.0.1:" + port);
	}

	RawParent speaking(String app) {
		this.app = app;
		return this;
	}

	int port() {
		String endpoint = this.socket.getLastEndpoint();
		return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
	}

	/**
	 * Start a worker in this process that has this parent.
	 */
	ChildWorker start(Object functions) {
		return start(functions, UnaryOperator.identity());
	}

	ChildWorker start(Object functions, UnaryOperator<ChildWorkerBuilder> settings) {
		return start(settings.apply(ChildWorker.serving(functions)));
	}

	ChildWorker start(ChildWorkerBuilder builder) {
		ChildWorker started = builder.port(port()).build().start();
		this.worker = started;
		return started;
	}

	/**
	 * End the worker.
	 * @return what it had sent and nobody had asked for
	 */
	List<Map<String, Object>> stop() {
		Objects.requireNonNull(this.worker, "no worker was started").close();
		return rest();
	}

	Map<String, Object> message(String type) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("app", this.app);
		message.put("id", UUID.randomUUID().toString());
		message.put("type", type);
		message.put("timestamp", 1.5);
		return message;
	}

	Map<String, Object> message(String function, List<?> arguments) {
		Map<String, Object> message = message("call");
		message.put("function", function);
		message.put("args", arguments);
		message.put("namespace", "default");
		return message;
	}

	/**
	 * Send a call.
	 * @return its id
	 */
	String call(String function, Object... arguments) {
		return send(message(function, List.of(arguments)));
	}

	/**
	 * Send a call and wait for its answer.
	 */
	Map<String, Object> ask(String function, Object... arguments) {
		return answerTo(call(function, arguments));
	}

	String send(Map<String, Object> message) {
		frames(EMPTY, pack(message));
		return String.valueOf(message.get("id"));
	}

	void frames(byte[]... frames) {
		for (int i = 0; i < frames.length; i++) {
			assertThat(this.socket.send(frames[i], (i < frames.length - 1) ? ZMQ.SNDMORE : 0)).as("sent").isTrue();
		}
	}

	/**
	 * Wait for the next message, whatever it answers.
	 */
	Map<String, Object> next() {
		byte[] delimiter = this.socket.recv();
		assertThat(delimiter).as("a message").isNotNull().isEmpty();
		assertThat(this.socket.hasReceiveMore()).isTrue();
		Map<String, Object> message = unpack(this.socket.recv());
		assertThat(this.socket.hasReceiveMore()).isFalse();
		return message;
	}

	Map<String, Object> answerTo(String id) {
		while (!this.early.containsKey(id)) {
			Map<String, Object> message = next();
			if (message.containsKey("output")) {
				this.outputs.add(message);
			}
			else {
				this.early.put(String.valueOf(message.get("id")), message);
			}
		}
		return this.early.remove(id);
	}

	/**
	 * What came as output while answers were waited for.
	 */
	List<Map<String, Object>> outputs() {
		return this.outputs;
	}

	/**
	 * Take what has arrived and was not asked for, without waiting for more.
	 */
	List<Map<String, Object>> rest() {
		List<Map<String, Object>> rest = new ArrayList<>(this.early.values());
		this.early.clear();
		this.socket.setReceiveTimeOut(0);
		for (byte[] frame = this.socket.recv(); frame != null; frame = this.socket.recv()) {
			rest.add(unpack(this.socket.recv()));
		}
		this.socket.setReceiveTimeOut(TIMEOUT_MILLIS);
		return rest;
	}

	/**
	 * End as a parent that is killed does.
	 */
	void die() {
		this.context.close();
	}

	@Override
	public void close() {
		if (this.worker != null) {
			this.worker.close();
		}
		die();
	}

	static byte[] pack(Object value) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			pack(packer, value);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void pack(MessageBufferPacker packer, Object value) throws IOException {
		if (value == null) {
			packer.packNil();
		}
		else if (value instanceof String string) {
			packer.packString(string);
		}
		else if (value instanceof Boolean bool) {
			packer.packBoolean(bool);
		}
		else if (value instanceof Double number) {
			packer.packDouble(number);
		}
		else if (value instanceof Number number) {
			packer.packLong(number.longValue());
		}
		else if (value instanceof List<?> list) {
			packer.packArrayHeader(list.size());
			for (Object each : list) {
				pack(packer, each);
			}
		}
		else if (value instanceof Map<?, ?> map) {
			packer.packMapHeader(map.size());
			for (Map.Entry<?, ?> each : map.entrySet()) {
				pack(packer, each.getKey());
				pack(packer, each.getValue());
			}
		}
		else {
			throw new IllegalArgumentException("Not packed by these tests: " + value.getClass());
		}
	}

	private static Map<String, Object> unpack(byte[] payload) {
		try {
			Map<String, Object> message = new LinkedHashMap<>();
			MessagePack.newDefaultUnpacker(payload)
				.unpackValue()
				.asMapValue()
				.map()
				.forEach((key, value) -> message.put(key.asStringValue().asString(), plain(value)));
			return message;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Object plain(Value value) {
		return switch (value.getValueType()) {
			case NIL -> null;
			case BOOLEAN -> value.asBooleanValue().getBoolean();
			case INTEGER -> value.asIntegerValue().asLong();
			case FLOAT -> value.asFloatValue().toDouble();
			case STRING -> value.asStringValue().asString();
			case BINARY -> value.asBinaryValue().asByteArray();
			case ARRAY -> value.asArrayValue().list().stream().map(RawParent::plain).toList();
			case MAP -> {
				Map<Object, Object> map = new LinkedHashMap<>();
				value.asMapValue().map().forEach((key, each) -> map.put(plain(key), plain(each)));
				yield map;
			}
			case EXTENSION -> value.toJson();
		};
	}

}
