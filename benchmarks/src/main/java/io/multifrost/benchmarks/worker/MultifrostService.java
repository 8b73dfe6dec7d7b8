package io.multifrost.benchmarks.worker;

import java.io.IOException;
import java.util.Set;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.security.CurveKeyPair;

/**
 * A service of this project, with keys or without.
 */
public final class MultifrostService {

	private MultifrostService() {
	}

	/**
	 * Serve until the measuring process ends.
	 * @param args the secret key of the service and the public one of its parent, or none
	 * @throws IOException if the measuring process cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.connect();
		MemoryRegistry registry = new MemoryRegistry();
		ChildWorkerBuilder builder = ChildWorker.serving(new MultifrostFunctions())
			.serviceId("service")
			.registry(registry)
			.limits(MultifrostWorker.LIMITS)
			.queueCapacity(MultifrostWorker.CAPACITY);
		if (args.length > 0) {
			builder.keys(CurveKeyPair.ofSecretKey(args[0]), Set.of(args[1]));
		}
		builder.build().start();
		Lifeline.announce(registry.find("service").map(ServiceEntry::port).orElseThrow());
		// None of the worker's own threads keeps a process
		System.in.readAllBytes();
	}

}
