package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.multifrost.process.PythonEnvironments.Mode;

/**
 * Properties of workers: those that this application calls, and itself as one. A bean
 * that can be bound anew, as Spring Cloud does after a refresh; what it holds is replaced
 * then.
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
	private ParentDefaults defaults = unset(ParentDefaults.class);

	/**
	 * Properties of this application as a worker.
	 */
	@NestedConfigurationProperty
	private WorkerProperties worker = unset(WorkerProperties.class);

	/**
	 * Where this application is, as its operators name places; by default what
	 * spring.cloud.loadbalancer.zone or eureka.instance.metadata-map.zone says.
	 */
	private @Nullable String zone;

	/**
	 * Where services are registered and found.
	 */
	@NestedConfigurationProperty
	private Registry registry = unset(Registry.class);

	/**
	 * Keys by which services and those who call them know each other.
	 */
	@NestedConfigurationProperty
	private SecurityProperties security = unset(SecurityProperties.class);

	/**
	 * Where the environments of Python workers are.
	 */
	@NestedConfigurationProperty
	private Python python = unset(Python.class);

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
		return this.parents.getOrDefault(name, ParentProperties.NONE);
	}

	/**
	 * Return the defaults for every worker that says nothing else.
	 * @return the defaults
	 */
	public ParentDefaults getDefaults() {
		return this.defaults;
	}

	/**
	 * Set the defaults for every worker that says nothing else.
	 * @param defaults the defaults
	 */
	public void setDefaults(ParentDefaults defaults) {
		this.defaults = defaults;
	}

	/**
	 * Return the properties of this application as a worker.
	 * @return the worker
	 */
	public WorkerProperties getWorker() {
		return this.worker;
	}

	/**
	 * Set the properties of this application as a worker.
	 * @param worker the worker
	 */
	public void setWorker(WorkerProperties worker) {
		this.worker = worker;
	}

	/**
	 * Return where this application is, as it says itself.
	 * @return the zone, or {@code null} if it says none
	 */
	public @Nullable String getZone() {
		return this.zone;
	}

	/**
	 * Set where this application is.
	 * @param zone the zone, or {@code null}
	 */
	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	/**
	 * Return where this application is, as it says itself or as Spring Cloud is told.
	 * @param environment has the properties of Spring Cloud
	 * @return the zone, or {@code null} if none is known
	 */
	public @Nullable String zone(Environment environment) {
		return Stream
			.of(this.zone, environment.getProperty("spring.cloud.loadbalancer.zone"),
					environment.getProperty("eureka.instance.metadata-map.zone"))
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return where services are registered and found.
	 * @return the registry
	 */
	public Registry getRegistry() {
		return this.registry;
	}

	/**
	 * Set where services are registered and found.
	 * @param registry the registry
	 */
	public void setRegistry(Registry registry) {
		this.registry = registry;
	}

	/**
	 * Return the keys by which services and those who call them know each other.
	 * @return the keys
	 */
	public SecurityProperties getSecurity() {
		return this.security;
	}

	/**
	 * Set the keys by which services and those who call them know each other.
	 * @param security the keys
	 */
	public void setSecurity(SecurityProperties security) {
		this.security = security;
	}

	/**
	 * Return where the environments of Python workers are.
	 * @return the settings
	 */
	public Python getPython() {
		return this.python;
	}

	/**
	 * Set where the environments of Python workers are.
	 * @param python the settings
	 */
	public void setPython(Python python) {
		this.python = python;
	}

	/**
	 * Bind the properties before there is a bean of them.
	 * @param environment what they are read from
	 * @return the properties
	 */
	public static MultifrostProperties of(Environment environment) {
		return Binder.get(environment).bindOrCreate("multifrost", MultifrostProperties.class);
	}

	static <T> T unset(Class<T> type) {
		return new Binder().bindOrCreate("multifrost", type);
	}

	/**
	 * Where the environments of Python workers are, and whether they are made.
	 *
	 * @param environments Whether an environment that is missing is made at the first
	 * start of its worker, or required to be there.
	 * @param directory Directory of the environments; by default python in the one that
	 * the environment variable MULTIFROST_HOME names, else in .multifrost of the user's
	 * home.
	 * @param timeout Time that the making of one environment may take.
	 */
	public record Python(@DefaultValue("create") Mode environments, @Nullable String directory,
			@DefaultValue("10m") Duration timeout) {
	}

	/**
	 * Where services are registered and found.
	 *
	 * @param type Whether services are in the registry file of this machine, or found by
	 * the discovery client of Spring Cloud and published by the registration of this
	 * application.
	 * @param directory Directory of the service registry; by default the one in the
	 * environment variable MULTIFROST_HOME, else .multifrost in the user's home.
	 */
	public record Registry(@DefaultValue("file") RegistryType type, @Nullable String directory) {
	}

}
