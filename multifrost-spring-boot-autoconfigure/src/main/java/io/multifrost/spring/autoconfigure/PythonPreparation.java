package io.multifrost.spring.autoconfigure;

import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.internal.python.PythonWorkers;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Makes what the Python workers of the configuration need, and ends the process, where
 * {@code --multifrost.prepare} is on the command line. That is before there are beans, so
 * that nothing else which the application needs has to be there, as while an image is
 * built.
 */
class PythonPreparation implements ApplicationListener<ApplicationContextInitializedEvent> {

	private static final Log logger = LogFactory.getLog(PythonPreparation.class);

	@Override
	public void onApplicationEvent(ApplicationContextInitializedEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		// Without a value it is empty, which is no boolean
		String wanted = environment.getProperty("multifrost.prepare", "false");
		if (!wanted.equalsIgnoreCase("false")) {
			prepareAll(environment);
			System.exit(0);
		}
	}

	private static void prepareAll(Environment environment) {
		MultifrostProperties properties = MultifrostProperties.of(environment);
		PythonWorkers workers = new PythonWorkers(
				PythonCommand.environments(properties.getPython()).withMode(PythonEnvironments.Mode.CREATE));
		boolean any = false;
		for (Map.Entry<String, ParentProperties> entry : properties.getParents().entrySet()) {
			String name = entry.getKey();
			ParentProperties parent = entry.getValue();
			ParentProperties.Python python = parent.python();
			if (parent.enabled() && !parent.isConnected() && python != null) {
				any = true;
				ParentCommand.check(name, parent);
				new VariableNames(environment).restore(name, parent.environment());
				prepare(name, PythonCommand.of(name, python).withEnvironment(parent.environment()), workers);
			}
		}
		if (!any) {
			logger.warn(
					"There is nothing to prepare: no worker in Python is configured and enabled. Is a profile missing?");
		}
	}

	private static void prepare(String name, PythonWorker worker, PythonWorkers workers) {
		try {
			workers.prepare(worker, (error, line) -> logger.info("[" + name + "] " + line));
			logger.info("[" + name + "] All that the " + worker + " needs is there");
		}
		catch (WorkerStartException ex) {
			String problem = "Worker '" + name + "' cannot be prepared: " + ex.problem();
			throw (ex instanceof PythonEnvironmentException) ? new PythonEnvironmentException(name, problem, ex)
					: new WorkerStartException(name, ex.reason(), problem, ex.command(), ex.exitCode(), ex.output(),
							ex.getCause());
		}
	}

}
