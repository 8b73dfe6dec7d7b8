package io.multifrost.internal.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.multifrost.internal.OwnerOnly;

/**
 * Where files of the class path are unpacked, each folder of them by the hash of its
 * content, so that it is kept as long as it stays the same. A folder is made aside and
 * renamed when it is whole; one that is no longer whole is replaced.
 *
 * @param root the folder of all of them
 */
record UnpackedFiles(Path root) {

	/** Written last, with the hash in it. */
	private static final String MARKER = ".multifrost";

	/**
	 * Unpack files.
	 * @param tree the files
	 * @param wanted which of them
	 * @param tools says how long to wait for another process that unpacks them
	 * @return the folder with the files
	 * @throws IOException if they cannot be read or written
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	Path unpack(ResourceTree tree, Predicate<String> wanted, ToolRunner tools)
			throws IOException, InterruptedException {
		List<String> names = tree.names().stream().filter(wanted).toList();
		Map<String, Long> sizes = new LinkedHashMap<>();
		String hash = measure(tree, names, sizes);
		Path folder = this.root.resolve(hash);
		if (isWhole(folder, hash, sizes)) {
			return folder;
		}
		PrivateFolders.make(this.root);
		FolderLock lock = FolderLock.take(this.root, hash + ".lock", tools);
		try {
			removeLeftovers(hash);
			if (!isWhole(folder, hash, sizes)) {
				write(tree, sizes, hash, folder);
			}
		}
		finally {
			lock.close();
		}
		return folder;
	}

	private void write(ResourceTree tree, Map<String, Long> sizes, String hash, Path folder) throws IOException {
		Path aside = Files.createTempDirectory(this.root, hash + ".new-", OwnerOnly.directory(this.root));
		try {
			for (String name : sizes.keySet()) {
				Path file = aside.resolve(name).normalize();
				if (!file.startsWith(aside)) {
					throw new IOException("'" + name + "' would be unpacked outside of its folder");
				}
				Files.createDirectories(file.getParent());
				try (InputStream in = tree.read(name)) {
					Files.copy(in, file);
				}
			}
			Files.writeString(aside.resolve(MARKER), hash);
			if (!isWhole(aside, hash, sizes)) {
				throw new IOException("The files changed while they were unpacked to '" + aside + "'");
			}
			if (Files.exists(folder)) {
				Files.move(folder, this.root.resolve(hash + ".old-" + UUID.randomUUID()),
						StandardCopyOption.ATOMIC_MOVE);
			}
			Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			removeLeftovers(hash);
		}
	}

	private static String measure(ResourceTree tree, List<String> names, Map<String, Long> sizes) throws IOException {
		MessageDigest digest = Hashes.sha256();
		for (String name : names) {
			MessageDigest content = Hashes.sha256();
			try (InputStream in = new DigestInputStream(tree.read(name), content)) {
				sizes.put(name, in.transferTo(OutputStream.nullOutputStream()));
			}
			digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
			digest.update(content.digest());
		}
		return Hashes.name(digest);
	}

	/** Others may have left half of it, or somebody may have cleaned up. */
	private static boolean isWhole(Path folder, String hash, Map<String, Long> sizes) throws IOException {
		Path marker = folder.resolve(MARKER);
		if (!Files.isRegularFile(marker) || !Files.readString(marker).equals(hash)) {
			return false;
		}
		PrivateFolders.check(folder);
		for (Map.Entry<String, Long> entry : sizes.entrySet()) {
			Path file = folder.resolve(entry.getKey());
			if (!Files.isRegularFile(file) || Files.size(file) != entry.getValue()) {
				return false;
			}
		}
		return true;
	}

	private void removeLeftovers(String hash) throws IOException {
		try (Stream<Path> entries = Files.list(this.root)) {
			entries.filter((entry) -> entry.getFileName().toString().matches(hash + "\\.(new|old)-.*"))
				.forEach(PrivateFolders::delete);
		}
	}

}
