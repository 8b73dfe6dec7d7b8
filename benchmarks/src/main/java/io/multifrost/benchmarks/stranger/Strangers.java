package io.multifrost.benchmarks.stranger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The process of the strangers: a third with wrong keys, a third with garbage, a third
 * silent. It waits for lines on its standard input: with the first they come, with the
 * second they leave, and so on. When they have left it prints how often they had
 * connected, and how many were told that their key is refused.
 */
public final class Strangers {

	private static final int KINDS = 3;

	private Strangers() {
	}

	/**
	 * Run the process until its input ends.
	 * @param args the port of the service, its public key, and how many there are
	 * @throws Exception if they cannot connect
	 */
	public static void main(String[] args) throws Exception {
		int port = Integer.parseInt(args[0]);
		int third = Integer.parseInt(args[2]) / KINDS;
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (orders.readLine() != null) {
			come(Integer.parseInt(args[2]) - 2 * third, third, port, args[1], orders);
		}
		System.exit(0);
	}

	private static void come(int keyed, int others, int port, String serverKey, BufferedReader orders)
			throws IOException {
		List<byte[]> said = new ArrayList<>();
		for (int i = 0; i < others; i++) {
			said.add(new byte[0]);
			said.add((i % 2 == 0) ? Garbage.any() : Garbage.hello());
		}
		List<Integer> counts;
		int connections;
		// Those that the service has to compute for are the first in its queue
		try (KeyedStrangers withKeys = new KeyedStrangers(keyed, port, serverKey);
				BareStrangers bare = new BareStrangers(said, port)) {
			orders.readLine();
			counts = withKeys.counts();
			connections = bare.connections() + counts.get(0);
		}
		awaitTurn(port);
		System.out.println(connections + " " + counts.get(1));
	}

	/**
	 * Wait until the service has accepted, or ended, all who came before.
	 */
	private static void awaitTurn(int port) throws IOException {
		try (Socket last = new Socket(InetAddress.getLoopbackAddress(), port)) {
			last.getInputStream().readNBytes(1);
		}
	}

}
