package io.multifrost.internal.sharedfile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.CodecLimits;
import io.multifrost.MultifrostException;
import io.multifrost.NdArray;
import io.multifrost.internal.OwnerOnly;
import io.multifrost.internal.SpawnVariables;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.FilePart;

/**
 * The files of its parent as a worker sees them, by the names that calls give them. Safe
 * for use by any thread; not to be used on the I/O thread, since it touches files.
 */
public final class WorkerFiles implements FilePart.Source {

	private static final Logger logger = LoggerFactory.getLogger(WorkerFiles.class);

	private static final Pattern NAME = Pattern.compile("[0-9]{1,18}");

	private final @Nullable Path directory;

	private final CodecLimits limits;

	private WorkerFiles(@Nullable Path directory, CodecLimits limits) {
		this.directory = directory;
		this.limits = limits;
	}

	/**
	 * Find the directory that the parent of this process has named.
	 * @param environment the environment of this process
	 * @param limits how many bytes a file may have
	 * @return the files, of which there are none where no directory was named, or it is
	 * not one of this user alone
	 */
	public static WorkerFiles of(Map<String, String> environment, CodecLimits limits) {
		@Nullable String named = environment.get(SpawnVariables.FILES);
		try {
			Path directory = (named != null) ? Path.of(named) : null;
			boolean usable = directory != null && OwnerOnly.isPosix(directory)
					&& Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
					&& Files.isRegularFile(directory.resolve(FileDirectory.LOCK), LinkOption.NOFOLLOW_LINKS)
					&& OwnerOnly.ofOthers(directory) == null;
			return new WorkerFiles(usable ? directory : null, limits);
		}
		catch (IOException | InvalidPathException ex) {
			logger.debug("Directory '{}' of the parent cannot be used", named, ex);
			return new WorkerFiles(null, limits);
		}
	}

	/**
	 * Return whether there is a directory.
	 */
	public boolean isUsable() {
		return this.directory != null;
	}

	@Override
	public void read(FilePart part, Consumer<ByteBuffer> sink) {
		if (part.length() > this.limits.maxFileSize()) {
			throw CodecFault.limit("max-file-size", part.length(), this.limits.maxFileSize());
		}
		try (RandomAccessFile file = open(part.name(), "r")) {
			FileBytes.check(file, part.offset(), part.length());
			FileBytes.read(file, part.offset(), part.length(), sink);
		}
		catch (IOException ex) {
			throw CodecFault.of("is in a file that cannot be read as announced (" + part.length() + " bytes from "
					+ part.offset() + " on): " + ex.getMessage(), ex);
		}
	}

	/**
	 * Write a result.
	 * @param name the name of the file that the call has lent for it
	 * @param numbers the numbers or bytes
	 * @return where they are, or {@code null} if they have to be in the message
	 * @throws MultifrostException if they can be neither there nor here
	 */
	public @Nullable FilePart write(String name, NdArray numbers) {
		long size = numbers.byteSize();
		if (size > this.limits.maxFileSize()) {
			return null;
		}
		try (RandomAccessFile file = open(name, "rw")) {
			FileBytes.write(file, numbers);
			return new FilePart(name, 0, size);
		}
		catch (NoSuchFileException ex) {
			// The call is over.
			logger.debug("A file of the parent is gone", ex);
			return null;
		}
		catch (IOException ex) {
			if (size <= this.limits.maxValueSize()) {
				logger.debug("A result is sent in its message", ex);
				return null;
			}
			throw new MultifrostException("The result of " + size + " bytes could not be written to a shared file, and "
					+ "is too large for a message: " + ex.getMessage() + "; make room in " + this.directory
					+ " (in a container, docker run --shm-size=1g or the like)", ex);
		}
	}

	private RandomAccessFile open(String name, String mode) throws IOException {
		Path directory = this.directory;
		if (directory == null || !NAME.matcher(name).matches()) {
			throw new FileNotFoundException("it has no name of a file of the parent");
		}
		Path path = directory.resolve(name);
		PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		if (!found.isRegularFile() || !found.owner().equals(Files.getOwner(directory))) {
			throw new FileNotFoundException("it is no file of the parent");
		}
		return new RandomAccessFile(path.toFile(), mode);
	}

	/**
	 * Delete the directory if the parent has ended without doing so.
	 */
	public void deleteIfAbandoned() {
		if (this.directory != null) {
			FileDirectory.deleteIfAbandoned(this.directory);
		}
	}

}
