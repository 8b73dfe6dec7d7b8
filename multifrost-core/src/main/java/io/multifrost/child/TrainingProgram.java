package io.multifrost.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Lists the classes that a worker needs in its first moments: is the parent of one whose
 * JVM lists those that it loads, and adds those of a program, which is not run. Started
 * by the process package, by its name.
 * <p>
 * The list decides how long a worker takes to start, as a JVM pays for each class in an
 * archive, needed or not.
 */
public final class TrainingProgram {

	private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final int COMMAND = 3;

	/** Comes after the last answer of a worker. */
	private static final byte[] END = {};

	private static final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();

	private final long begin = System.nanoTime();

	private final Process worker;

	private final Link link;

	private TrainingProgram(IoLoop loop, List<String> command) throws IOException {
		LinkOptions options = new LinkOptions(CodecLimits.DEFAULTS.maxMessageSize(), Duration.ZERO);
		LinkListener listener = (route, payload) -> this.answers.add(payload);
		this.link = loop.bindDealer(Endpoint.loopback(0), options, listener).join();
		ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
		builder.environment().put(SpawnEnvironment.PORT_VARIABLE, Integer.toString(this.link.endpoint().port()));
		this.worker = builder.start();
		this.worker.onExit().thenRun(() -> this.answers.add(END));
	}

	/**
	 * Make a list of classes.
	 * @param args the file that the worker's JVM writes its list to; the name of a
	 * program's main class, or nothing; whether a JVM loads all of an archive when it
	 * starts; the command that runs the worker, up to its options
	 * @throws Exception if that is not possible
	 */
	public static void main(String[] args) throws Exception {
		TrainingClasses classes = new TrainingClasses(TrainingProgram.class.getClassLoader());
		if (!args[1].isEmpty()) {
			classes.addProgram(args[1]);
		}
		CodeSource source = TrainingProgram.class.getProtectionDomain().getCodeSource();
		classes.addLibrary(Path.of(source.getLocation().toURI()), classes.mayNeedMapper());
		List<String> command = new ArrayList<>(Arrays.asList(args).subList(COMMAND, args.length));
		command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), TrainingWorker.class.getName()));
		IoLoop loop = IoLoop.acquire();
		new TrainingProgram(loop, command).train(classes.mayNeedMapper());
		loop.close();
		Path list = Path.of(args[0]);
		Files.write(list, classes.names(), StandardOpenOption.APPEND);
		if (!Boolean.parseBoolean(args[2]) || !classes.isPlainWorker()) {
			addClassesOfJava(list);
		}
	}

	/**
	 * The archive stands in for the one that Java brings along. A program uses more than
	 * its first moments show, so what that one holds is added, where it only takes space.
	 */
	private static void addClassesOfJava(Path list) throws IOException {
		Path classes = Path.of(System.getProperty("java.home", ""), "lib", "classlist");
		Files.write(list, Files.readAllBytes(classes), StandardOpenOption.APPEND);
	}

	private void train(boolean withRecords) throws InterruptedException {
		try {
			ask(codec
				.encode(new Heartbeat(ProtocolVersion.V3, MessageCodec.newId(), null, Map.of("hb_timestamp", 1.0))), 1);
			ask(call("add", 1, 2L), 1);
			ask(call("greet", "Ada"), 2);
			ask(call("sum", List.of(1.5, 2.5)), 1);
			if (withRecords) {
				ask(call("turn", Map.of("x", 1, "y", 2)), 1);
			}
			ask(call("fail"), 1);
			this.link.send(Route.PEER, codec.encode(new Shutdown(ProtocolVersion.V3, MessageCodec.newId(), Map.of())));
			if (!this.worker.waitFor(nanosLeft(), TimeUnit.NANOSECONDS) || this.worker.exitValue() != 0) {
				throw failure("did not end as it was asked to");
			}
		}
		finally {
			this.worker.destroyForcibly();
			this.link.close().join();
		}
	}

	private static byte[] call(String function, Object... arguments) {
		return codec.encodeCall(ProtocolVersion.V3, MessageCodec.newId(), function, arguments, "default", null,
				Map.of());
	}

	private void ask(byte[] message, int answers) throws InterruptedException {
		this.link.send(Route.PEER, message);
		for (int i = 0; i < answers; i++) {
			byte[] answer = this.answers.poll(nanosLeft(), TimeUnit.NANOSECONDS);
			if (answer == null || answer == END) {
				throw failure("did not answer");
			}
			codec.decode(answer);
		}
	}

	private long nanosLeft() {
		return TIMEOUT_NANOS - (System.nanoTime() - this.begin);
	}

	private IllegalStateException failure(String what) {
		return new IllegalStateException("The worker of the training " + what + ": it "
				+ (this.worker.isAlive() ? "still runs" : "has ended with exit code " + this.worker.exitValue()));
	}

}
