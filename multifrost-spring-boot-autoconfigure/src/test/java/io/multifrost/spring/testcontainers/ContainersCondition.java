package io.multifrost.spring.testcontainers;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.testcontainers.DockerClientFactory;

/**
 * Skips tests where there is no Docker engine, unless one was promised by naming an image
 * for it.
 */
class ContainersCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		boolean compose = AnnotationSupport.findAnnotation(context.getTestClass(), RequiresContainers.class)
			.map(RequiresContainers::compose)
			.orElse(false);
		boolean engine = DockerClientFactory.instance().isDockerAvailable();
		if (engine && (!compose || runs("docker", "compose", "version") || runs("docker-compose", "version"))) {
			return ConditionEvaluationResult.enabled("Containers can be started");
		}
		String missing = engine ? "there is no Docker Compose" : "no Docker engine can be reached";
		// Who names an image for these tests means them to run
		if (WorkerImage.given() != null && (!engine || "true".equals(System.getenv("CI")))) {
			throw new IllegalStateException(missing + ", although " + WorkerImage.VARIABLE + " names an image for it");
		}
		System.err.println("SKIPPED " + context.getDisplayName() + ": " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

	private static boolean runs(String... command) {
		try {
			return new ProcessBuilder(List.of(command)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false; // the program is not there
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
