package io.multifrost.internal.sendqueue;

/**
 * Tells whether a message that waits to be sent still has to be: whether somebody waits
 * for its answer. Asked once or more, on any thread.
 */
@FunctionalInterface
public interface Wanted {

	/**
	 * Return whether the message is wanted.
	 * @return whether it is to be sent
	 */
	boolean isWanted();

}
