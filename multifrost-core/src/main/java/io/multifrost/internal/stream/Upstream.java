package io.multifrost.internal.stream;

/**
 * The way from the reader of items back to their sender. Safe for use by any thread;
 * returns at once.
 */
public interface Upstream {

	/**
	 * Let the sender send more.
	 * @param count how many more items
	 */
	void grant(int count);

	/**
	 * Tell the sender that no more is wanted.
	 */
	void cancel();

}
