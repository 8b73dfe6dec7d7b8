package io.multifrost.process;

/**
 * Receives the lines that a worker process writes to its standard output and error.
 */
@FunctionalInterface
public interface OutputListener {

	/**
	 * A line was written. Called on the thread that reads the stream, at most one call at
	 * a time for each of the two streams, so that a call that blocks also blocks the
	 * process as soon as the pipe is full. An exception is logged and does no further
	 * harm. Where another process inherited the streams, calls can follow after the exit.
	 * @param error whether the line comes from standard error
	 * @param line the line without its end; a line longer than 8 KiB comes in pieces, and
	 * bytes that are not UTF-8 come as replacement characters
	 */
	void onLine(boolean error, String line);

}
