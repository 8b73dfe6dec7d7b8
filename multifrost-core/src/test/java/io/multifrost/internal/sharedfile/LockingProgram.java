package io.multifrost.internal.sharedfile;

import java.io.RandomAccessFile;
import java.nio.file.Path;

import io.multifrost.internal.FileLocks;

/**
 * Holds a lock until it is killed.
 */
final class LockingProgram {

	private LockingProgram() {
	}

	public static void main(String[] args) throws Exception {
		try (RandomAccessFile lock = FileLocks.tryTake(Path.of(args[0]))) {
			System.out.println((lock != null) ? "locked" : "not locked");
			Thread.currentThread().join();
		}
	}

}
