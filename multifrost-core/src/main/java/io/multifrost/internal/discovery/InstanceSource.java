package io.multifrost.internal.discovery;

import java.util.Set;

import io.multifrost.MultifrostException;

/**
 * Names the instances of a service that come and go by themselves. Asked by one thread at
 * a time, which it may keep waiting.
 */
public interface InstanceSource {

	/**
	 * Return where instances are looked for, in words for a message.
	 */
	String description();

	/**
	 * Return where the instances are now.
	 * @return the places, in the order in which they are connected to; empty if there is
	 * none
	 * @throws MultifrostException if that cannot be found out at present
	 */
	Set<Location> locations();

	/**
	 * Return the exception that says that there is no instance.
	 */
	MultifrostException noneFound();

}
