package io.multifrost.spring.autoconfigure;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Tells in the log what each worker is that is started with the application. Arguments,
 * options and variables, which may be secrets, are not told.
 */
record WorkerAnnouncement(MultifrostProperties properties) {

	private static final Logger logger = LoggerFactory.getLogger(WorkerAnnouncement.class);

	/**
	 * Tell of a worker that is just being started.
	 * @param worker the worker
	 */
	void starting(ParentWorker worker) {
		logger.info("[{}] {}", worker.name(), describe(this.properties.parent(worker.name())));
	}

	/**
	 * Describe a worker.
	 * @param parent its properties
	 * @return what it is, and where
	 */
	String describe(ParentProperties parent) {
		String connection = connection(parent);
		if (connection != null) {
			return "Connecting to " + connection;
		}
		String program = program(parent);
		if (program == null) {
			return "Starting what its bean says";
		}
		int instances = Objects.requireNonNullElse(parent.instances(), this.properties.getDefaults().instances());
		return "Starting " + ((instances != 1) ? instances + " processes of " : "") + program
				+ ((parent.directory() != null) ? " in " + parent.directory() : "");
	}

	private static @Nullable String connection(ParentProperties parent) {
		if (parent.serviceId() != null) {
			return "service " + parent.serviceId();
		}
		if (parent.endpoint() != null) {
			return parent.endpoint();
		}
		return parent.instancesAt().isEmpty() ? null : String.join(", ", parent.instancesAt());
	}

	private static @Nullable String program(ParentProperties parent) {
		ParentProperties.Python python = parent.python();
		if (python != null) {
			String from = python.path().isEmpty() ? "" : " from " + String.join(", ", python.path());
			return ((python.module() != null) ? "Python module " + python.module() : "Python script " + python.script())
					+ from;
		}
		if (parent.mainClass() != null) {
			return "main class " + parent.mainClass();
		}
		String executable = parent.executable();
		return (parent.script() != null) ? parent.script() + ((executable != null) ? " by " + executable : "")
				: executable;
	}

}
