package io.multifrost.internal.serving;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.OutputKind;

/**
 * Sends what functions print to the parents that called them, line by line. What is
 * printed outside of functions still goes to the process's own output. Best effort:
 * nothing here blocks a call.
 */
public final class OutputForwarding {

	/** What the function that a thread runs prints. */
	private static final ThreadLocal<@Nullable CallOutput> current = new ThreadLocal<>();

	private static final Set<OutputForwarding> users = new HashSet<>();

	private static @Nullable Installed installed;

	private final MessageCodec codec;

	private final ParentLink parents;

	/**
	 * Create what is not installed yet.
	 * @param codec encodes the messages
	 * @param parents sends them
	 */
	public OutputForwarding(MessageCodec codec, ParentLink parents) {
		this.codec = codec;
		this.parents = parents;
	}

	/**
	 * Put itself in the place of the process's output, unless another worker of the
	 * process has: workers may end in any order, so that they share what is installed.
	 */
	public void install() {
		synchronized (users) {
			users.add(this);
			if (installed == null) {
				installed = Installed.install();
			}
		}
	}

	/**
	 * Give the process its own output back, unless another worker still forwards.
	 */
	public void uninstall() {
		synchronized (users) {
			if (users.remove(this) && users.isEmpty() && installed != null) {
				installed.uninstall();
				installed = null;
			}
		}
	}

	/**
	 * Begin to forward what this thread prints, to the caller of a call.
	 * @param call the call that this thread runs
	 */
	void begin(ServedCall call) {
		current.set(new CallOutput(call, this.codec, this.parents));
	}

	/**
	 * Forward what is left, and stop.
	 */
	void end() {
		CallOutput printed = current.get();
		current.set(null);
		if (printed != null) {
			printed.finish();
		}
	}

	/**
	 * The process's own streams, and those that stand in their place.
	 */
	private record Installed(PrintStream stdout, PrintStream stderr, PrintStream newStdout, PrintStream newStderr) {

		public static Installed install() {
			PrintStream stdout = System.out;
			PrintStream stderr = System.err;
			Installed streams = new Installed(stdout, stderr, forwardingTo(stdout, OutputKind.STDOUT),
					forwardingTo(stderr, OutputKind.STDERR));
			System.setOut(streams.newStdout);
			System.setErr(streams.newStderr);
			return streams;
		}

		private static PrintStream forwardingTo(PrintStream original, OutputKind stream) {
			return new PrintStream(new Switch(original, stream), true, StandardCharsets.UTF_8);
		}

		/**
		 * Leave alone what somebody else has put in the place of these streams since.
		 */
		public void uninstall() {
			if (System.out == this.newStdout) {
				System.setOut(this.stdout);
			}
			if (System.err == this.newStderr) {
				System.setErr(this.stderr);
			}
		}

	}

	/**
	 * Writes to the caller where the thread runs a function, and to the process's own
	 * output elsewhere.
	 */
	private static final class Switch extends OutputStream {

		private final PrintStream original;

		private final OutputKind stream;

		Switch(PrintStream original, OutputKind stream) {
			this.original = original;
			this.stream = stream;
		}

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			CallOutput output = current.get();
			if (output != null) {
				output.write(this.stream, bytes, offset, length);
			}
			else {
				this.original.write(bytes, offset, length);
			}
		}

		@Override
		public void flush() {
			this.original.flush();
		}

	}

}
