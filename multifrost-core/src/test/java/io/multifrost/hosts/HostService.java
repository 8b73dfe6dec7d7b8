package io.multifrost.hosts;

import java.nio.file.Path;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A service in Java, for a host: {@code HostService NAME ADDRESS PORT DIRECTORY}.
 */
public final class HostService {

	private final String name;

	private HostService(String name) {
		this.name = name;
	}

	public static void main(String[] args) {
		int port = Integer.parseInt(args[2]);
		ChildWorker.serving(new HostService(args[0]))
			.serviceId(args[0])
			.registry(FileServiceRegistry.inDirectory(Path.of(args[3])))
			.bindAddress(args[1])
			.portRange(port, port)
			.concurrency(8)
			.run();
	}

	public String who() {
		return this.name;
	}

	public long next(long number) {
		return number + 1;
	}

}
