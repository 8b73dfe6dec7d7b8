package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.ServiceEntry;

/**
 * Many workers of this project in one process, each with a port of its own.
 */
public final class MultifrostServices {

	private MultifrostServices() {
	}

	/**
	 * Serve until the measuring process ends.
	 * @param args how many workers
	 * @throws IOException if the measuring process cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		MemoryRegistry registry = new MemoryRegistry();
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[0]); i++) {
			String id = "service-" + i;
			ChildWorker.serving(new MultifrostFunctions())
				.serviceId(id)
				.registry(registry)
				.concurrency(1)
				.build()
				.start();
			ports.add(registry.find(id).map(ServiceEntry::port).orElseThrow());
		}
		Lifeline.announce(ports.toArray(Integer[]::new));
		// None of the workers' own threads keeps a process
		System.in.readAllBytes();
	}

}
