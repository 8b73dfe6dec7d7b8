package io.multifrost.hosts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Services in Java and Python on two hosts, and a parent on a third, once with addresses
 * that are known and once with each of two registries. For root on Linux:
 * {@code ./mvnw -Phosts verify}.
 */
public final class Hosts {

	private Hosts() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(System.getProperty("hosts.directory"));
		List<HostFigures> all = new ArrayList<>();
		for (Registry registry : Registry.values()) {
			System.out.println("Services are found by: " + registry.profile());
			all.add(run(registry, directory));
		}
		boolean well = all.stream().allMatch(HostFigures::areWell);
		System.out.println("The outputs of the services are in " + directory);
		System.out.println(all.stream().reduce(HostFigures::plus).orElseThrow());
		System.exit(well ? 0 : 1);
	}

	private static HostFigures run(Registry registry, Path directory) throws Exception {
		AutoCloseable server = registry.start();
		try (HostRun run = new HostRun(registry, directory)) {
			HostFigures figures = run.run();
			System.out.println(figures);
			return figures;
		}
		finally {
			server.close();
		}
	}

}
