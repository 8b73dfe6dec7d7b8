package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.multifrost.benchmarks.load.Allocation;

/**
 * Ties a worker to the process that measures: it ends when that one does, and answers
 * what it allocates.
 */
public final class Lifeline {

	/** The environment variable with the port at which the measuring process listens. */
	public static final String PORT = "BENCHMARK_LIFELINE";

	/** The question that begins an interval. */
	public static final int MARK = 'm';

	/** The question for what was allocated since then. */
	public static final int READ = 'r';

	private Lifeline() {
	}

	/**
	 * Connect to the process that measures, if there is one.
	 * @throws IOException if it cannot be reached
	 */
	static void connect() throws IOException {
		String port = System.getenv(PORT);
		if (port != null) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
			Thread thread = new Thread(() -> serve(socket), "lifeline");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void serve(Socket socket) {
		Allocation allocation = new Allocation();
		try (socket) {
			InputStream in = socket.getInputStream();
			OutputStream out = socket.getOutputStream();
			for (int question = in.read(); question >= 0; question = in.read()) {
				long answer = 0;
				if (question == MARK) {
					allocation.mark();
				}
				else {
					answer = allocation.sinceMark();
				}
				out.write(ByteBuffer.allocate(Long.BYTES).putLong(answer).array());
			}
		}
		catch (IOException ex) {
			System.err.println("The measuring process has gone: " + ex);
		}
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Tell the process that measures where to call.
	 * @param ports the ports that the worker has bound
	 */
	static void announce(Integer... ports) {
		System.out.println(Arrays.stream(ports).map(String::valueOf).collect(Collectors.joining(",")));
		System.out.flush();
	}

}
