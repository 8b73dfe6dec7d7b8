package io.multifrost.hosts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that stands for a host.
 *
 * @param name its name, as {@code src/build/hosts.sh} has made it
 * @param address its address
 */
record Host(String name, String address) {

	/** Where the parent is, and the registry. */
	static final Host APP = new Host("app", "10.77.0.1");

	static final Host ONE = new Host("one", "10.77.0.2");

	static final Host TWO = new Host("two", "10.77.0.3");

	private static final String PREFIX = System.getenv("HOSTS");

	List<String> within(List<String> command) {
		List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + "-" + this.name));
		all.addAll(command);
		return all;
	}

	/**
	 * Pull the cable, or put it in.
	 */
	void connected(boolean connected) throws IOException, InterruptedException {
		ip("net", "link", "set", this.name, connected ? "up" : "down");
	}

	/**
	 * Give it one more address, or take it away.
	 */
	void alsoAt(String address, boolean added) throws IOException, InterruptedException {
		ip(this.name, "address", added ? "add" : "delete", address + "/24", "dev", "eth");
	}

	private static void ip(String namespace, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("ip", "-n", PREFIX + "-" + namespace));
		command.addAll(List.of(arguments));
		if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
			throw new IllegalStateException("Failed: " + String.join(" ", command));
		}
	}

}
