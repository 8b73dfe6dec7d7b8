package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.OwnerOnly;
import io.multifrost.registry.RegistryException;

/**
 * The file in which the services are. Reading needs no lock; whoever writes holds the
 * locks of all peers.
 */
public final class RegistryFile {

	private static final Logger logger = LoggerFactory.getLogger(RegistryFile.class);

	/**
	 * Go and Node.js write into the file itself, so that it is empty or cut off for a
	 * moment: what makes no sense is read again before that is believed.
	 */
	private static final int READ_ATTEMPTS = 6;

	private static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS");

	private final Path path;

	private final Path directory;

	/**
	 * The time of the file that was reported last: whoever waits for a service reads the
	 * same one many times.
	 */
	private final AtomicReference<@Nullable FileTime> reported = new AtomicReference<>();

	public RegistryFile(Path directory) {
		this.directory = directory;
		this.path = directory.resolve("services.json");
	}

	public Path path() {
		return this.path;
	}

	/**
	 * Read the file in order to find something. What makes no sense counts as no
	 * services, and is reported.
	 * @return the services, none if the file makes no sense
	 * @throws IOException if the file cannot be read
	 */
	public Services readOrReport() throws IOException {
		try {
			return read();
		}
		catch (MalformedRegistryException ex) {
			FileTime time = modified();
			if (time != null && !time.equals(this.reported.getAndSet(time))) {
				logger.warn("Service registry {} makes no sense and counts as empty: {}. The next registration keeps "
						+ "it under another name and begins a new one", this.path, ex.getMessage());
			}
			return Services.none();
		}
	}

	/**
	 * Read the file in order to replace it, under the locks of all peers. A file that
	 * makes no sense is renamed, and so never lost: whoever wrote it may want to see it.
	 * @return the services, none if the file made no sense
	 * @throws IOException if the file cannot be read or renamed
	 */
	public Services readOrSetAside() throws IOException {
		try {
			return read();
		}
		catch (MalformedRegistryException ex) {
			Path aside = Files.move(this.path, this.directory
				.resolve(this.path.getFileName() + ".corrupt-" + LocalDateTime.now().format(TIMESTAMP)));
			logger
				.warn("Service registry {} made no sense ({}). It was kept as {}, and a new one begins; services that "
						+ "were in it have to be started again", this.path, ex.getMessage(), aside);
			return Services.none();
		}
	}

	private @Nullable FileTime modified() throws IOException {
		try {
			return Files.getLastModifiedTime(this.path);
		}
		catch (NoSuchFileException ex) {
			return null; // it was replaced or renamed meanwhile
		}
	}

	/**
	 * Read the file.
	 * @return the services, none if there is no file or an empty one
	 * @throws MalformedRegistryException if the content makes no sense, also when looked
	 * at again
	 * @throws IOException if the file cannot be read
	 */
	private Services read() throws IOException {
		checkPrivacy();
		for (int attempt = 1;; attempt++) {
			try {
				byte[] content = PlainFiles.read(this.path);
				if (content.length > 0) {
					return Services.parse(content);
				}
				if (attempt == READ_ATTEMPTS) {
					return Services.none();
				}
			}
			catch (NoSuchFileException ex) {
				return Services.none();
			}
			catch (MalformedRegistryException ex) {
				if (attempt == READ_ATTEMPTS) {
					throw ex;
				}
			}
			LockSupport.parkNanos(this, REREAD_NANOS);
		}
	}

	public void createDirectory() throws IOException {
		OwnerOnly.createDirectories(this.directory);
		checkPrivacy();
	}

	/**
	 * See to it that nobody else can write the registry, where the file system has owners
	 * and permissions: whoever can, decides to which process the calls of this user go. A
	 * file of another user is there only if this one, or root, has made it so.
	 * @throws RegistryException if somebody else may write
	 * @throws IOException if that cannot be found out
	 */
	private void checkPrivacy() throws IOException {
		refuse(this.directory, OwnerOnly.ofOthers(this.directory));
		refuse(this.path, OwnerOnly.openToOthers(this.path));
	}

	private static void refuse(Path path, @Nullable String reason) {
		if (reason != null) {
			throw new RegistryException("Service registry '" + path + "' is not used, since " + reason
					+ ". Whoever can write it decides to which process calls go", null);
		}
	}

	/**
	 * Replace the content, so that each reader sees either the old or the new.
	 * @param services the new content
	 * @param locks checked last, after which the file is replaced at once
	 * @throws IOException if that fails; the file then is as it was
	 */
	public void replace(Services services, LockChain.Held locks) throws IOException {
		// A name of our own: Python and Rust use fixed ones. The content is not forced to
		// the disk, as no process outlives what would lose it.
		Path temporary = Files.createTempFile(this.directory, "services.json.", ".tmp", OwnerOnly.file(this.directory));
		try {
			PlainFiles.write(temporary, services.toJson());
			keepOwnerAndPermissions(temporary);
			locks.check();
			Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private void keepOwnerAndPermissions(Path temporary) throws IOException {
		if (!OwnerOnly.isPosix(this.path) || !Files.exists(this.path)) {
			return;
		}
		PosixFileAttributes old = Files.readAttributes(this.path, PosixFileAttributes.class);
		PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
		PosixFileAttributes made = view.readAttributes();
		try {
			if (!made.group().equals(old.group())) {
				view.setGroup(old.group());
			}
			if (!made.owner().equals(old.owner())) {
				view.setOwner(old.owner());
			}
		}
		catch (IOException ex) {
			// Only root may give a file away. Whoever could use the old one by its owner
			// may not be able to use the new one, but that is how every peer replaces it.
			logger.debug("Owner {} of {} cannot be kept", old.owner(), this.path, ex);
		}
		view.setPermissions(old.permissions());
	}

}
