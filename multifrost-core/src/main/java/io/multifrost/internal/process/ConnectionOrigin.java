package io.multifrost.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.process.WorkerProcess;

/**
 * Finds out which process has made a TCP connection to this machine. Works where there is
 * a {@code /proc} (Linux), and for processes that this user may look at; elsewhere
 * nothing is found.
 */
public final class ConnectionOrigin {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionOrigin.class);

	private static final Path PROC = Path.of("/proc");

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int UID = 7;

	private static final int INODE = 9;

	private static final List<String> TABLES = List.of("net/tcp6", "net/tcp");

	private ConnectionOrigin() {
	}

	/**
	 * Return whether a connection was made by a worker, something that it started, or a
	 * younger process of this user, which may have been started for the worker in a way
	 * that no tree shows. One of another user, or whose maker cannot be found out, is
	 * not. Where there is no {@code /proc} to tell, each one is taken for the worker's.
	 * Takes milliseconds; blocks on files.
	 * @param worker the process of the worker
	 * @param peerPort the port from which the connection was made
	 * @param ownPort the port to which it was made
	 * @return whether it may be the worker's
	 */
	public static boolean isWorker(WorkerProcess worker, int peerPort, int ownPort) {
		if (!Files.isReadable(PROC.resolve(TABLES.get(1)))) {
			return true;
		}
		Entry entry = entry(peerPort, ownPort);
		ProcessHandle root = ProcessHandle.of(worker.pid()).orElse(null);
		if (entry == null || root == null || !entry.uid().equals(ownUid())) {
			return false;
		}
		String target = "socket:[" + entry.inode() + "]";
		if (holds(root, target)) {
			return true;
		}
		// Looks at all processes of the system.
		try (Stream<ProcessHandle> tree = root.descendants()) {
			if (tree.anyMatch((process) -> holds(process, target))) {
				return true;
			}
		}
		Instant started = root.info().startInstant().orElse(null);
		try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
			Optional<ProcessHandle> owner = all.filter((process) -> holds(process, target)).findAny();
			return started != null && owner.isPresent()
					&& !owner.get().info().startInstant().orElse(started).isBefore(started);
		}
	}

	private static String ownUid() {
		try {
			return String.valueOf(Files.getAttribute(PROC.resolve("self"), "unix:uid"));
		}
		catch (IOException ex) {
			logger.debug("Could not find out the user of this process", ex);
			return "unknown";
		}
	}

	private static boolean holds(ProcessHandle process, String target) {
		// None where it has gone meanwhile, or is not ours to look at.
		File[] files = PROC.resolve(process.pid() + "/fd").toFile().listFiles();
		return files != null && Arrays.stream(files).anyMatch((file) -> target.equals(link(file.toPath())));
	}

	private static @Nullable String link(Path file) {
		try {
			return Files.readSymbolicLink(file).toString();
		}
		catch (IOException ex) {
			// It was closed meanwhile.
			return null;
		}
	}

	/**
	 * Find the end of the connection that the peer holds. The system takes about a
	 * millisecond to show a table to its end.
	 */
	private static @Nullable Entry entry(int peerPort, int ownPort) {
		return TABLES.stream()
			.map((table) -> entry(PROC.resolve(table), suffix(peerPort), suffix(ownPort)))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return what an address with a port ends with.
	 */
	private static String suffix(int port) {
		return ":" + HexFormat.of().withUpperCase().toHexDigits((short) port);
	}

	private static @Nullable Entry entry(Path table, String local, String remote) {
		if (!Files.isReadable(table)) {
			return null;
		}
		try (Stream<String> lines = Files.lines(table)) {
			return lines.filter((line) -> line.contains(local) && line.contains(remote))
				.map((line) -> line.strip().split("\\s+"))
				.filter((fields) -> fields.length > INODE && fields[LOCAL].endsWith(local)
						&& fields[REMOTE].endsWith(remote))
				.map((fields) -> new Entry(fields[UID], fields[INODE]))
				.findFirst()
				.orElse(null);
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("Could not read {}", table, ex);
			return null;
		}
	}

	/**
	 * A line of a table of connections.
	 */
	private record Entry(String uid, String inode) {
	}

}
