package io.multifrost.spring.autoconfigure.properties;

/**
 * Where services are registered and found.
 */
public enum RegistryType {

	/** In a file that all applications of a user on this machine share. */
	FILE,

	/** Where the discovery client of Spring Cloud finds the instances of applications. */
	DISCOVERY

}
