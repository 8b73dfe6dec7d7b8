package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Path;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A service with results that are large for its heap, as a program of its own:
 * {@code LargeResultProgram ID DIRECTORY}.
 */
public class LargeResultProgram {

	public static void main(String[] args) {
		ChildWorker.serving(new LargeResultProgram())
			.serviceId(args[0])
			.registry(FileServiceRegistry.inDirectory(Path.of(args[1])))
			.concurrency(2)
			.run();
	}

	static Process start(Class<?> program, String id, Path directory, String heap) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), heap,
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName(), id,
				directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve(id + ".log").toFile())
			.start();
	}

	public byte[] large(int size) {
		return new byte[size];
	}

	public int add(int a, int b) {
		return a + b;
	}

}
