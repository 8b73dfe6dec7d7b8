package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.OwnerOnly;

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

	private final RegistryPrivacy privacy;

	public RegistryFile(Path directory) {
		this.directory = directory;
		this.path = directory.resolve("services.json");
		this.privacy = new RegistryPrivacy(directory, this.path);
	}

	public Path path() {
		return this.path;
	}

	/**
	 * Read the file.
	 * @return the services, none if there is no file or an empty one
	 * @throws MalformedRegistryException if the content makes no sense, also when looked
	 * at again
	 * @throws IOException if the file cannot be read
	 */
	Services read() throws IOException {
		this.privacy.check();
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
		if (!Files.isDirectory(this.directory)) {
			Files.createDirectories(this.directory, OwnerOnly.directory(this.directory));
		}
		this.privacy.check();
	}

	/**
	 * Replace the content, so that each reader sees either the old or the new.
	 * @param services the new content
	 * @param beforeReplace a last check, after which the file is replaced at once
	 * @throws IOException if that fails; the file then is as it was
	 */
	public void replace(Services services, Check beforeReplace) throws IOException {
		// A name of our own: Python and Rust use fixed ones. The content is not forced to
		// the disk, as no process outlives what would lose it.
		Path temporary = Files.createTempFile(this.directory, "services.json.", ".tmp", OwnerOnly.file(this.directory));
		try {
			PlainFiles.write(temporary, services.toJson());
			keepOwnerAndPermissions(temporary);
			beforeReplace.run();
			Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	/**
	 * Keep a file that makes no sense under another name.
	 * @return its new name
	 * @throws IOException if it cannot be renamed
	 */
	Path setAside() throws IOException {
		Path aside = this.directory
			.resolve(this.path.getFileName() + ".corrupt-" + LocalDateTime.now().format(TIMESTAMP));
		return Files.move(this.path, aside);
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

	/**
	 * A check that fails by an exception.
	 */
	@FunctionalInterface
	public interface Check {

		void run() throws IOException;

	}

}
