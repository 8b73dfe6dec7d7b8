package io.multifrost.spring.spawned;

import java.io.IOException;
import java.time.Duration;

import io.multifrost.parent.ParentWorker;
import io.multifrost.process.WorkerCommand;

/**
 * A parent that prints the process id of its worker, and waits to be killed.
 */
public final class ParentProgram {

	private ParentProgram() {
	}

	public static void main(String[] args) throws IOException {
		ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(SpawnedApplication.class.getName()))
			.environment("SPRING_DOCKER_COMPOSE_ENABLED", "false")
			.startTimeout(Duration.ofSeconds(60))
			.start();
		System.out.println("worker " + worker.pid().orElseThrow());
		System.in.read();
	}

}
