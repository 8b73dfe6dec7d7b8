package io.multifrost.internal;

/**
 * Starts threads for what takes long and happens seldom.
 */
public final class Threads {

	private Threads() {
	}

	public static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
