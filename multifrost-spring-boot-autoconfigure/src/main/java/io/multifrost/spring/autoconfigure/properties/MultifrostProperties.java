package io.multifrost.spring.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of workers: those that this application calls, and itself as one.
 */
@ConfigurationProperties("multifrost")
public final class MultifrostProperties {

	/**
	 * Workers that this application calls, by their names.
	 */
	private Map<String, ParentProperties> parents = new LinkedHashMap<>();

	/**
	 * Defaults for every worker that says nothing else.
	 */
	@NestedConfigurationProperty
	private final ParentDefaults defaults = new ParentDefaults();

	/**
	 * Properties of this application as a worker.
	 */
	@NestedConfigurationProperty
	private final WorkerProperties worker = new WorkerProperties();

	/**
	 * Where services are registered and found.
	 */
	@NestedConfigurationProperty
	private final RegistryProperties registry = new RegistryProperties();

	/**
	 * Return the workers that this application calls, by their names.
	 * @return the parents
	 */
	public Map<String, ParentProperties> getParents() {
		return this.parents;
	}

	/**
	 * Set the workers that this application calls, by their names. A name from a variable
	 * that is another spelling of one from elsewhere is that one.
	 * @param parents the parents
	 */
	public void setParents(Map<String, ParentProperties> parents) {
		this.parents = RelaxedNames.withoutVariables(parents);
	}

	/**
	 * Return the properties of a worker.
	 * @param name the name of the worker
	 * @return its properties; those of a worker without any, where it has none
	 */
	public ParentProperties parent(String name) {
		ParentProperties parent = this.parents.get(name);
		return (parent != null) ? parent : new ParentProperties();
	}

	/**
	 * Return the defaults for every worker that says nothing else.
	 * @return the defaults
	 */
	public ParentDefaults getDefaults() {
		return this.defaults;
	}

	/**
	 * Return the properties of this application as a worker.
	 * @return the worker
	 */
	public WorkerProperties getWorker() {
		return this.worker;
	}

	/**
	 * Return where services are registered and found.
	 * @return the registry
	 */
	public RegistryProperties getRegistry() {
		return this.registry;
	}

}
