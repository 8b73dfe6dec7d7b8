package io.multifrost.internal.registryfile;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads and writes small files by streams. {@link Files} uses channels, which an
 * interrupt closes: it could cut the work short while locks of others are held.
 */
final class PlainFiles {

	private PlainFiles() {
	}

	static byte[] read(Path file) throws IOException {
		try (InputStream input = open(file)) {
			return input.readAllBytes();
		}
	}

	private static InputStream open(Path file) throws IOException {
		try {
			return new FileInputStream(file.toFile());
		}
		catch (FileNotFoundException ex) {
			// It is thrown for all that cannot be opened
			if (Files.notExists(file)) {
				throw (IOException) new NoSuchFileException(file.toString()).initCause(ex);
			}
			// Another process may have made it since. If not, this tells what is wrong.
			return new FileInputStream(file.toFile());
		}
	}

	static String readString(Path file) throws IOException {
		return new String(read(file), StandardCharsets.UTF_8);
	}

	static void write(Path file, byte[] content) throws IOException {
		try (OutputStream output = new FileOutputStream(file.toFile())) {
			output.write(content);
		}
	}

}
