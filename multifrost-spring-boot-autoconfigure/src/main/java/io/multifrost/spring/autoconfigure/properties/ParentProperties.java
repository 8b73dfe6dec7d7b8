package io.multifrost.spring.autoconfigure.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.process.InheritedEnvironment;

/**
 * Properties of one worker that this application calls. A worker is started (a script, a
 * main class, or an executable alone), or runs by itself and is connected to (a service
 * id or an endpoint).
 */
public final class ParentProperties extends ParentDefaults {

	/**
	 * Whether the worker exists in this application; if not, neither do the clients that
	 * call it.
	 */
	private boolean enabled = true;

	/**
	 * Whether the application is ready only while the worker is: its health then counts
	 * for the health group "readiness".
	 */
	private boolean required;

	/**
	 * Script or program to run, relative to the directory of the worker.
	 */
	private @Nullable String script;

	/**
	 * Program that runs the script, for example python3; or, without a script, the worker
	 * itself.
	 */
	private @Nullable String executable;

	/**
	 * Main class of a Java worker on the class path of this application, to be run by the
	 * same Java.
	 */
	private @Nullable String mainClass;

	/**
	 * Options of the JVM of a Java worker, for example -Xmx256m.
	 */
	private List<String> jvmOptions = new ArrayList<>();

	/**
	 * Arguments on the command line of the worker.
	 */
	private List<String> arguments = new ArrayList<>();

	/**
	 * Directory in which the worker runs.
	 */
	private @Nullable String directory;

	/**
	 * Variables that are added to the environment of the worker.
	 */
	private Map<String, String> environment = new LinkedHashMap<>();

	/**
	 * What the worker takes over from the environment of this application: all but what
	 * is meant for the application alone (SPRING_*, MULTIFROST_*, agents, debugger and
	 * JMX), or minimal, which is what programs need to run at all.
	 */
	private InheritedEnvironment inheritEnvironment = InheritedEnvironment.ALL;

	/**
	 * Id of a running service to connect to, which is looked up in the service registry.
	 */
	private @Nullable String serviceId;

	/**
	 * Address of a running worker to connect to, for example tcp://127.0.0.1:5000.
	 */
	private @Nullable String endpoint;

	/**
	 * Return whether the worker exists in this application; if not, neither do the
	 * clients that call it.
	 * @return whether it is so
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Set whether the worker exists in this application; if not, neither do the clients
	 * that call it.
	 * @param enabled whether it is so
	 */
	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	/**
	 * Return whether the application is ready only while the worker is.
	 * @return whether it is so
	 */
	public boolean isRequired() {
		return this.required;
	}

	/**
	 * Set whether the application is ready only while the worker is.
	 * @param required whether it is so
	 */
	public void setRequired(boolean required) {
		this.required = required;
	}

	/**
	 * Return the script or program to run, relative to the directory of the worker.
	 * @return the script
	 */
	public @Nullable String getScript() {
		return this.script;
	}

	/**
	 * Set the script or program to run, relative to the directory of the worker.
	 * @param script the script
	 */
	public void setScript(@Nullable String script) {
		this.script = script;
	}

	/**
	 * Return the program that runs the script, for example python3; or, without a script,
	 * the worker itself.
	 * @return the executable
	 */
	public @Nullable String getExecutable() {
		return this.executable;
	}

	/**
	 * Set the program that runs the script, for example python3; or, without a script,
	 * the worker itself.
	 * @param executable the executable
	 */
	public void setExecutable(@Nullable String executable) {
		this.executable = executable;
	}

	/**
	 * Return the main class of a Java worker on the class path of this application, to be
	 * run by the same Java.
	 * @return the main class
	 */
	public @Nullable String getMainClass() {
		return this.mainClass;
	}

	/**
	 * Set the main class of a Java worker on the class path of this application, to be
	 * run by the same Java.
	 * @param mainClass the main class
	 */
	public void setMainClass(@Nullable String mainClass) {
		this.mainClass = mainClass;
	}

	/**
	 * Return the options of the JVM of a Java worker, for example -Xmx256m.
	 * @return the jvm options
	 */
	public List<String> getJvmOptions() {
		return this.jvmOptions;
	}

	/**
	 * Set the options of the JVM of a Java worker, for example -Xmx256m.
	 * @param jvmOptions the jvm options
	 */
	public void setJvmOptions(List<String> jvmOptions) {
		this.jvmOptions = jvmOptions;
	}

	/**
	 * Return the arguments on the command line of the worker.
	 * @return the arguments
	 */
	public List<String> getArguments() {
		return this.arguments;
	}

	/**
	 * Set the arguments on the command line of the worker.
	 * @param arguments the arguments
	 */
	public void setArguments(List<String> arguments) {
		this.arguments = arguments;
	}

	/**
	 * Return the directory in which the worker runs.
	 * @return the directory
	 */
	public @Nullable String getDirectory() {
		return this.directory;
	}

	/**
	 * Set the directory in which the worker runs.
	 * @param directory the directory
	 */
	public void setDirectory(@Nullable String directory) {
		this.directory = directory;
	}

	/**
	 * Return the variables that are added to the environment of the worker.
	 * @return the environment
	 */
	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	/**
	 * Set the variables that are added to the environment of the worker.
	 * @param environment the environment
	 */
	public void setEnvironment(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Return what the worker takes over from the environment of this application.
	 * @return all or minimal
	 */
	public InheritedEnvironment getInheritEnvironment() {
		return this.inheritEnvironment;
	}

	/**
	 * Set what the worker takes over from the environment of this application.
	 * @param inheritEnvironment all or minimal
	 */
	public void setInheritEnvironment(InheritedEnvironment inheritEnvironment) {
		this.inheritEnvironment = inheritEnvironment;
	}

	/**
	 * Return the id of a running service to connect to, which is looked up in the service
	 * registry.
	 * @return the service id
	 */
	public @Nullable String getServiceId() {
		return this.serviceId;
	}

	/**
	 * Set the id of a running service to connect to, which is looked up in the service
	 * registry.
	 * @param serviceId the service id
	 */
	public void setServiceId(@Nullable String serviceId) {
		this.serviceId = serviceId;
	}

	/**
	 * Return the address of a running worker to connect to, for example
	 * tcp://127.0.0.1:5000.
	 * @return the endpoint
	 */
	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

	/**
	 * Set the address of a running worker to connect to, for example
	 * tcp://127.0.0.1:5000.
	 * @param endpoint the endpoint
	 */
	public void setEndpoint(@Nullable String endpoint) {
		this.endpoint = endpoint;
	}

}
