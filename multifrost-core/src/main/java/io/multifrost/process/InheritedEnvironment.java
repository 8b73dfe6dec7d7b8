package io.multifrost.process;

/**
 * What a worker takes over from the environment of this process. What is named for the
 * worker itself ({@link WorkerCommand#withEnvironment(String, String)}) it has in any
 * case.
 * <p>
 * Never inherited is what is meant for this application alone: variables that begin with
 * {@code SPRING_} or {@code MULTIFROST_} (but for {@code MULTIFROST_HOME}, where services
 * are registered), and of the variables from which each JVM takes options the agents, the
 * debugger, JMX, and properties that begin with {@code spring.} or {@code multifrost.}. A
 * worker would take the application's profile, or its port, otherwise.
 */
public enum InheritedEnvironment {

	/**
	 * All other variables.
	 */
	ALL,

	/**
	 * What programs need to run at all: {@code PATH}, the user and the home directory,
	 * language, time zone, the directory for temporary files, and what Windows needs.
	 */
	MINIMAL

}
