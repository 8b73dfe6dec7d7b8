package io.multifrost.registry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.multifrost.ServiceAlreadyRunningException;

/**
 * Does what the {@code stress} command of {@code registry_peer.py} does.
 */
public final class RegistryStressProgram {

	private static final int SHARED_PORT = 6001;

	/** How long a turn takes to come is up to the load of the machine. */
	private static final Duration PATIENCE = Duration.ofHours(1);

	private final ServiceRegistry registry;

	private final Path mark;

	private RegistryStressProgram(Path directory, Path mark) {
		this.registry = new FileServiceRegistry(directory, PATIENCE);
		this.mark = mark;
	}

	public static void main(String[] args) throws IOException {
		new RegistryStressProgram(Path.of(args[0]), Path.of(args[3])).run(args[1], Integer.parseInt(args[2]));
	}

	private void run(String name, int rounds) throws IOException {
		int owned = 0;
		for (int i = 0; i < rounds; i++) {
			try (ServiceRegistry.Registration own = this.registry.register(name, 5000 + i)) {
				if (i % 4 == 0) {
					owned += ownShared();
				}
				if (!this.registry.find(name).equals(Optional.of(own.entry()))) {
					System.out.println("fault: own entry is lost in round " + i);
				}
			}
			if (this.registry.find(name).isPresent()) {
				System.out.println("fault: own entry is still there after round " + i);
			}
		}
		System.out.println("done " + owned);
	}

	private int ownShared() throws IOException {
		ServiceRegistry.Registration shared;
		try {
			shared = this.registry.register("shared", SHARED_PORT);
		}
		catch (ServiceAlreadyRunningException ex) {
			return 0;
		}
		try (shared) {
			Files.createFile(this.mark);
			if (!this.registry.find("shared").equals(Optional.of(shared.entry()))) {
				System.out.println("fault: the shared id is lost");
			}
			Files.delete(this.mark);
		}
		catch (FileAlreadyExistsException ex) {
			System.out.println("fault: two processes own the shared id");
		}
		return 1;
	}

}
