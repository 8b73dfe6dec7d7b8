package io.multifrost.internal.python;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.internal.FileLocks;

/**
 * The right to change one folder: among the threads of this JVM, then among processes. It
 * is a lock of the operating system, which goes with its process and so is never left
 * behind.
 */
record FolderLock(ReentrantLock threads, RandomAccessFile file) {

	private static final long PAUSE_MILLIS = 50;

	/** A lock stays for good; there are few folders. */
	private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

	/**
	 * Take the lock, and wait for it where somebody else has it.
	 * @param folder a folder that exists
	 * @param name the file in it that stands for the lock
	 * @param tools says how long, and is told that it takes a while
	 * @return the lock, to be closed
	 * @throws PythonEnvironmentException if it could not be had in time
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws IOException if the file cannot be made
	 */
	static FolderLock take(Path folder, String name, ToolRunner tools) throws IOException, InterruptedException {
		Path path = folder.toRealPath().resolve(name);
		ReentrantLock threads = THREADS.computeIfAbsent(path, (any) -> new ReentrantLock());
		if (!threads.tryLock(tools.remainingNanos(), TimeUnit.NANOSECONDS)) {
			throw late(path, "another thread of this process", tools);
		}
		try {
			return new FolderLock(threads, awaitFile(path, tools));
		}
		catch (Throwable ex) {
			threads.unlock();
			throw ex;
		}
	}

	private static RandomAccessFile awaitFile(Path path, ToolRunner tools) throws IOException, InterruptedException {
		RandomAccessFile file = FileLocks.tryTake(path);
		if (file == null) {
			tools.say("Waiting for another process, which has locked '" + path + "'");
		}
		while (file == null) {
			if (tools.remainingNanos() < 0) {
				throw late(path, "another process", tools);
			}
			Thread.sleep(PAUSE_MILLIS);
			file = FileLocks.tryTake(path);
		}
		return file;
	}

	private static PythonEnvironmentException late(Path path, String who, ToolRunner tools) {
		return new PythonEnvironmentException("'" + path + "' could not be had within " + tools.timeout() + ", since "
				+ who + " has locked it: wait for it, or allow more time", null);
	}

	void close() throws IOException {
		try {
			this.file.close();
		}
		finally {
			this.threads.unlock();
		}
	}

}
