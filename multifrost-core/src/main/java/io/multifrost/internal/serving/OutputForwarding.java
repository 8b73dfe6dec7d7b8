package io.multifrost.internal.serving;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Output.Stream;
import io.multifrost.internal.message.MessageCodec;

/**
 * Sends what functions print to the parents that called them, line by line. What is
 * printed outside of functions still goes to the process's own output. Best effort:
 * nothing here blocks a call.
 */
public final class OutputForwarding {

	private static final ThreadLocal<@Nullable Printing> current = new ThreadLocal<>();

	private static @Nullable Installed installed;

	private static int users;

	private final MessageCodec codec;

	private final ParentLink parents;

	private OutputForwarding(MessageCodec codec, ParentLink parents) {
		this.codec = codec;
		this.parents = parents;
	}

	/**
	 * Put itself in the place of the process's output, unless another worker of the
	 * process has: workers may end in any order, so that they share what is installed.
	 * @param codec encodes the messages
	 * @param parents sends them
	 * @return what was installed
	 */
	public static OutputForwarding install(MessageCodec codec, ParentLink parents) {
		synchronized (OutputForwarding.class) {
			if (installed == null) {
				installed = Installed.install();
			}
			users++;
		}
		return new OutputForwarding(codec, parents);
	}

	/**
	 * Give the process its own output back, unless another worker still forwards. To be
	 * called once.
	 */
	public void uninstall() {
		synchronized (OutputForwarding.class) {
			users--;
			if (users == 0 && installed != null) {
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
		Printing printing = current.get();
		if (printing == null) {
			printing = new Printing();
			current.set(printing);
		}
		printing.begin(this, call);
	}

	/**
	 * Forward what is left, and stop.
	 */
	void end() {
		Printing printing = current.get();
		if (printing != null) {
			printing.end();
		}
	}

	/**
	 * What the function that a thread runs prints. Kept for the next one.
	 */
	private static final class Printing {

		private @Nullable OutputForwarding forwarding;

		private @Nullable ServedCall call;

		/** Made when something is printed, which few functions do. */
		private @Nullable CallOutput output;

		void begin(OutputForwarding forwarding, ServedCall call) {
			this.forwarding = forwarding;
			this.call = call;
		}

		/**
		 * Return what takes the output.
		 * @return the output, or {@code null} if no function runs
		 */
		@Nullable CallOutput output() {
			OutputForwarding owner = this.forwarding;
			ServedCall running = this.call;
			if (this.output == null && owner != null && running != null) {
				this.output = new CallOutput(running, owner.codec, owner.parents);
			}
			return this.output;
		}

		void end() {
			CallOutput printed = this.output;
			this.output = null;
			this.call = null;
			this.forwarding = null;
			if (printed != null) {
				printed.finish();
			}
		}

	}

	/**
	 * The process's own streams, and those that stand in their place.
	 */
	private record Installed(PrintStream stdout, PrintStream stderr, PrintStream newStdout, PrintStream newStderr) {

		public static Installed install() {
			PrintStream stdout = System.out;
			PrintStream stderr = System.err;
			Installed streams = new Installed(stdout, stderr, forwardingTo(stdout, Stream.STDOUT),
					forwardingTo(stderr, Stream.STDERR));
			System.setOut(streams.newStdout);
			System.setErr(streams.newStderr);
			return streams;
		}

		private static PrintStream forwardingTo(PrintStream original, Stream stream) {
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

		private final Stream stream;

		Switch(PrintStream original, Stream stream) {
			this.original = original;
			this.stream = stream;
		}

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			Printing printing = current.get();
			CallOutput output = (printing != null) ? printing.output() : null;
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
