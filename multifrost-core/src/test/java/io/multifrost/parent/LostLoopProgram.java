package io.multifrost.parent;

import java.nio.file.Path;

import io.multifrost.child.ChildWorker;
import io.multifrost.internal.jeromq.DeadLoop;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A service that loses its I/O thread when it is asked to, as a program of its own:
 * {@code LostLoopProgram ID DIRECTORY}.
 */
public class LostLoopProgram {

	public static void main(String[] args) {
		ChildWorker.serving(new LostLoopProgram())
			.serviceId(args[0])
			.registry(FileServiceRegistry.inDirectory(Path.of(args[1])))
			.run();
	}

	public void strike() {
		DeadLoop.strike();
	}

}
