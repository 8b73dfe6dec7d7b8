package io.multifrost.benchmarks.stranger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
		try (BareStrangers bare = new BareStrangers(said, port);
				KeyedStrangers withKeys = new KeyedStrangers(keyed, port, serverKey)) {
			orders.readLine();
			List<Integer> counts = withKeys.counts();
			System.out.println((bare.connections() + counts.get(0)) + " " + counts.get(1));
		}
	}

}
