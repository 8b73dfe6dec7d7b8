package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the registry file whatever is in it. What makes no sense counts as no services,
 * and is reported but never lost: whoever wrote it may want to see it.
 */
public final class CorruptFiles {

	private static final Logger logger = LoggerFactory.getLogger(CorruptFiles.class);

	private final RegistryFile file;

	/**
	 * The time of the file that was reported last: whoever waits for a service reads the
	 * same one many times.
	 */
	private final AtomicReference<@Nullable FileTime> reported = new AtomicReference<>();

	public CorruptFiles(RegistryFile file) {
		this.file = file;
	}

	/**
	 * Read the file in order to find something.
	 * @return the services, none if the file makes no sense
	 * @throws IOException if the file cannot be read
	 */
	public Services readOrReport() throws IOException {
		try {
			return this.file.read();
		}
		catch (MalformedRegistryException ex) {
			FileTime time = modified();
			if (time != null && !time.equals(this.reported.getAndSet(time))) {
				logger.warn("Service registry {} makes no sense and counts as empty: {}. The next registration keeps "
						+ "it under another name and begins a new one", this.file.path(), ex.getMessage());
			}
			return Services.none();
		}
	}

	/**
	 * Read the file in order to replace it, under the locks of all peers. A file that
	 * makes no sense is renamed.
	 * @return the services, none if the file made no sense
	 * @throws IOException if the file cannot be read or renamed
	 */
	public Services readOrSetAside() throws IOException {
		try {
			return this.file.read();
		}
		catch (MalformedRegistryException ex) {
			Path aside = this.file.setAside();
			logger
				.warn("Service registry {} made no sense ({}). It was kept as {}, and a new one begins; services that "
						+ "were in it have to be started again", this.file.path(), ex.getMessage(), aside);
			return Services.none();
		}
	}

	private @Nullable FileTime modified() throws IOException {
		try {
			return Files.getLastModifiedTime(this.file.path());
		}
		catch (NoSuchFileException ex) {
			return null; // it was replaced or renamed meanwhile
		}
	}

}
