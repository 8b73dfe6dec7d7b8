package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a lock at one moment. Two that are equal are the same lock: the
 * number of a file alone is used again as soon as it was deleted, but not with the same
 * time.
 *
 * @param key the number of the file in its file system, {@code null} where there is none
 * @param modified when the lock was taken or refreshed
 * @param pid the process in it, 0 where there is none
 */
public record LockState(@Nullable Object key, Instant modified, long pid) {

	static @Nullable LockState of(Path path) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			long pid = attributes.isRegularFile() ? parse(PlainFiles.readString(path)) : 0;
			return new LockState(attributes.fileKey(), attributes.lastModifiedTime().toInstant(), pid);
		}
		catch (IOException ex) {
			// It was released while we looked: that is a lock that is not there. One that
			// may not be read cannot be judged either, and counts as held by its creation
			// failing.
			return null;
		}
	}

	private static long parse(String content) {
		String text = content.strip();
		// No process id is longer, and what is longer is none.
		return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
	}

	/**
	 * Name the process that has the lock.
	 * @return words for a sentence
	 */
	String holder() {
		if (this.pid == 0) {
			return "a process that left no id in it";
		}
		Optional<String> command = ProcessHandle.of(this.pid).flatMap((process) -> process.info().command());
		return "process " + this.pid + command.map((name) -> " (" + name + ")").orElse("");
	}

	long ageMillis() {
		return Duration.between(this.modified, Instant.now()).toMillis();
	}

}
