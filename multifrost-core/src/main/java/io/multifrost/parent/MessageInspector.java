package io.multifrost.parent;

/**
 * Sees each message that goes to a worker or comes from it. Where it is slower than the
 * messages come, some are left out, and the log says how many.
 */
@FunctionalInterface
public interface MessageInspector {

	/**
	 * A message was handed over to be sent, or has arrived. Called on the callback
	 * executor, the messages of one instance one at a time and in their order; what it
	 * throws is logged.
	 * @param message the message
	 */
	void inspect(MessageEvent message);

}
