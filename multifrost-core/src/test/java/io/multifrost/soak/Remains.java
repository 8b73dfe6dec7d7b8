package io.multifrost.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads, descriptors and processes of this program at one time.
 */
record Remains(Set<Thread> threads, Map<String, String> descriptors, Set<Long> processes) {

	/** Threads that the JVM itself keeps for later. */
	private static final String KEPT_BY_JVM = "process reaper.*|ForkJoinPool\\.commonPool-.*|Attach Listener"
			+ "|CompletableFutureDelayScheduler|Common-Cleaner|Signal Dispatcher|Notification Thread";

	static Remains now() throws IOException {
		Set<Thread> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().matches(KEPT_BY_JVM))
			.collect(Collectors.toSet());
		Set<Long> processes = ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
		return new Remains(threads, openFiles(), processes);
	}

	private static Map<String, String> openFiles() throws IOException {
		List<Path> files;
		try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
			files = list.toList();
		}
		Map<String, String> open = new TreeMap<>();
		for (Path file : files) {
			try {
				open.put(file.getFileName().toString(), Files.readSymbolicLink(file).toString());
			}
			catch (NoSuchFileException ex) {
				continue; // the one that the list itself was read from
			}
		}
		return open;
	}

	int moreThreads(Remains before) {
		return (int) this.threads.stream().filter((thread) -> !before.threads.contains(thread)).count();
	}

	int moreDescriptors(Remains before) {
		return Math.max(0, this.descriptors.size() - before.descriptors.size());
	}

	int moreProcesses(Remains before) {
		return (int) this.processes.stream().filter((pid) -> !before.processes.contains(pid)).count();
	}

	boolean isMoreThan(Remains before) {
		return moreThreads(before) + moreDescriptors(before) + moreProcesses(before) > 0;
	}

	/**
	 * Name what there is now and was not before.
	 */
	List<String> describe(Remains before) {
		List<String> more = new ArrayList<>();
		this.threads.stream()
			.filter((thread) -> !before.threads.contains(thread))
			.forEach((thread) -> more.add("thread " + thread));
		this.processes.stream()
			.filter((pid) -> !before.processes.contains(pid))
			.forEach((pid) -> more.add("process " + pid));
		if (moreDescriptors(before) > 0) {
			this.descriptors.forEach((number, target) -> {
				if (!before.descriptors.containsKey(number)) {
					more.add("descriptor " + number + " -> " + target);
				}
			});
		}
		return more;
	}

}
