package io.multifrost.child;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.transport.Endpoint;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkListener;
import io.multifrost.internal.transport.LinkOptions;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.CodecLimits;
import io.multifrost.message.Heartbeat;
import io.multifrost.message.MessageCodec;
import io.multifrost.message.Shutdown;

/**
 * Does what a worker does in its first moments, so that a JVM which lists the classes
 * that it loads has loaded them. Started by the process package, by its name.
 */
public final class TrainingProgram {

	private static final long TIMEOUT_SECONDS = 20;

	private static final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();

	private TrainingProgram() {
	}

	/**
	 * Run a worker and its parent, and load the main class of a program, and what else a
	 * worker may need, without initializing it.
	 * @param args the name of the class, or nothing
	 * @throws Exception if that is not possible
	 */
	public static void main(String[] args) throws Exception {
		TrainingClasses classes = new TrainingClasses(TrainingProgram.class.getClassLoader());
		if (args.length > 0) {
			classes.loadProgram(args[0]);
		}
		classes.loadLibrary();
		new TrainingProgram().run();
	}

	private void run() throws Exception {
		IoLoop loop = IoLoop.acquire();
		LinkOptions options = new LinkOptions(CodecLimits.DEFAULTS.maxMessageSize(), Duration.ZERO);
		LinkListener listener = (route, payload) -> this.answers.add(payload);
		Link link = loop.bindDealer(Endpoint.loopback(0), options, listener).join();
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.put("COMLINK_ZMQ_PORT", Integer.toString(link.endpoint().port()));
		ChildWorker worker = ChildWorker.serving(new Functions())
			.forwardOutput(true)
			.port(SpawnEnvironment.port(environment))
			.build();
		Thread serving = new Thread(worker::run, "worker");
		serving.start();
		ask(link, codec
			.encode(new Heartbeat(ProtocolVersion.V3, MessageCodec.newId(), null, Map.of("hb_timestamp", 1.0))), 1);
		ask(link, call("add", 1, 2L), 1);
		ask(link, call("greet", "Ada"), 2);
		ask(link, call("sum", List.of(1.5, 2.5)), 1);
		ask(link, call("turn", Map.of("x", 1, "y", 2)), 1);
		ask(link, call("fail"), 1);
		link.send(Route.PEER, codec.encode(new Shutdown(ProtocolVersion.V3, MessageCodec.newId(), Map.of())));
		serving.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
		link.close().join();
		loop.close();
	}

	private static byte[] call(String function, Object... arguments) {
		return codec.encodeCall(ProtocolVersion.V3, MessageCodec.newId(), function, arguments, "default", null,
				Map.of());
	}

	private void ask(Link link, byte[] message, int answers) throws InterruptedException {
		link.send(Route.PEER, message);
		for (int i = 0; i < answers; i++) {
			byte[] answer = this.answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			if (answer == null) {
				throw new IllegalStateException("The worker does not answer");
			}
			codec.decode(answer);
		}
	}

	/**
	 * Functions with arguments and results of common types.
	 */
	public static final class Functions {

		/**
		 * Add two numbers.
		 * @param a a number
		 * @param b a number
		 * @return their sum
		 */
		public long add(int a, long b) {
			return a + b;
		}

		/**
		 * Print and return a text.
		 * @param name a text
		 * @return a text
		 */
		public String greet(String name) {
			System.out.println(name);
			return name;
		}

		/**
		 * Add numbers.
		 * @param numbers the numbers
		 * @return their sum
		 */
		public double sum(List<Double> numbers) {
			double sum = 0;
			for (double number : numbers) {
				sum += number;
			}
			return sum;
		}

		/**
		 * Take and return a record.
		 * @param point a record
		 * @return another
		 */
		public Point turn(Point point) {
			return new Point(-point.y(), point.x());
		}

		/**
		 * Fail.
		 */
		public void fail() {
			throw new IllegalStateException("as it should");
		}

	}

	/**
	 * A record, which is read and written by way of Jackson.
	 *
	 * @param x a number
	 * @param y a number
	 */
	public record Point(int x, int y) {
	}

}
