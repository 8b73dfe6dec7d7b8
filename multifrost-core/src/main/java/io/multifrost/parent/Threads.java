package io.multifrost.parent;

/**
 * Starts threads for what takes long and happens seldom.
 */
final class Threads {

	private Threads() {
	}

	static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
