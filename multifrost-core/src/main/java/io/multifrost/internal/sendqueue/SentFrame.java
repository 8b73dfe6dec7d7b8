package io.multifrost.internal.sendqueue;

/**
 * A frame that tells how much of it has left. Touched by the I/O thread alone.
 */
public interface SentFrame {

	/**
	 * Return how many bytes have left.
	 */
	int written();

	/**
	 * Return whether the frame has left as a whole.
	 */
	boolean isWritten();

	/**
	 * Let go of the bytes of a frame whose connection has ended: whoever sends it may
	 * keep it for as long as that lingers.
	 */
	void release();

}
