package io.multifrost.support;

import java.nio.file.Files;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where there is no Python for them.
 */
class PythonCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Files.isExecutable(Python.executable())) {
			return ConditionEvaluationResult.enabled("Python is there");
		}
		String missing = Python.executable() + " is missing: it needs Python 3.9 or newer, pyzmq and msgpack";
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(missing + ", and in CI no test may be skipped");
		}
		System.err.println("SKIPPED " + context.getDisplayName() + ": " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

}
