package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import io.multifrost.parent.ParentWorker;

/**
 * Replaces the processes of workers by new ones when their files change. A worker goes on
 * where the new process does not start.
 */
class WorkerReload implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(WorkerReload.class);

	/**
	 * Editors write a file in several steps, and version control writes several files.
	 */
	private static final long QUIET_MILLIS = 200;

	private final Map<ParentWorker, ReloadedFiles> files;

	private final Map<WatchKey, Set<ParentWorker>> watched = new HashMap<>();

	private volatile @Nullable WatchService service;

	/**
	 * Create a lifecycle.
	 * @param files the files of each worker that is to be replaced
	 */
	WorkerReload(Map<ParentWorker, ReloadedFiles> files) {
		this.files = files;
	}

	@Override
	public void start() {
		if (this.files.isEmpty()) {
			return;
		}
		try {
			WatchService service = FileSystems.getDefault().newWatchService();
			this.service = service;
			for (Map.Entry<ParentWorker, ReloadedFiles> entry : this.files.entrySet()) {
				for (Path folder : entry.getValue().folders()) {
					watch(service, folder, Set.of(entry.getKey()));
				}
			}
			Thread thread = new Thread(() -> run(service), "multifrost-reload");
			thread.setDaemon(true);
			thread.start();
		}
		catch (IOException ex) {
			logger.warn("Workers are not replaced when their files change: the folders cannot be watched", ex);
			stop();
		}
	}

	/**
	 * Watch a folder and, for those workers that want it, the folders in it.
	 * @return whose files are there
	 */
	private Set<ParentWorker> watch(WatchService service, Path root, Set<ParentWorker> workers) throws IOException {
		Set<ParentWorker> found = new LinkedHashSet<>();
		Set<ParentWorker> deep = workers.stream().filter((worker) -> files(worker).deep()).collect(Collectors.toSet());
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
				Set<ParentWorker> watching = folder.equals(root) ? workers : deep;
				if (watching.isEmpty() || (!folder.equals(root) && isLeftOut(folder))) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				WatchKey key = folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
						StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
				WorkerReload.this.watched.computeIfAbsent(key, (missing) -> new LinkedHashSet<>()).addAll(watching);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				workers.stream().filter((worker) -> files(worker).has(file.toString())).forEach(found::add);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) {
				return FileVisitResult.CONTINUE; // deleted meanwhile, or not for this
													// user
			}

		});
		return found;
	}

	private void run(WatchService service) {
		Set<ParentWorker> changed = new LinkedHashSet<>();
		try {
			while (true) {
				WatchKey key = changed.isEmpty() ? service.take() : service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
				if (key != null) {
					changed.addAll(changed(service, key));
					key.reset();
				}
				else {
					changed.removeIf(WorkerReload::reload);
				}
			}
		}
		catch (ClosedWatchServiceException ex) {
			logger.trace("The folders of workers are no longer watched", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			logger.error("Workers are no longer replaced when their files change", ex);
			stop();
		}
	}

	private ReloadedFiles files(ParentWorker worker) {
		return Objects.requireNonNull(this.files.get(worker), worker.name());
	}

	private Set<ParentWorker> changed(WatchService service, WatchKey key) {
		Set<ParentWorker> watching = this.watched.getOrDefault(key, Set.of());
		Set<ParentWorker> found = new LinkedHashSet<>();
		for (WatchEvent<?> event : key.pollEvents()) {
			// Without a name more has happened than could be told
			String name = String.valueOf(event.context());
			Path path = ((Path) key.watchable()).resolve(name);
			if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE && Files.isDirectory(path) && !isLeftOut(path)) {
				found.addAll(watchNew(service, path,
						watching.stream().filter((worker) -> files(worker).deep()).collect(Collectors.toSet())));
			}
			watching.stream()
				.filter((worker) -> event.kind() == StandardWatchEventKinds.OVERFLOW || files(worker).has(name))
				.forEach(found::add);
		}
		return found;
	}

	private Set<ParentWorker> watchNew(WatchService service, Path folder, Set<ParentWorker> workers) {
		try {
			return watch(service, folder, workers);
		}
		catch (IOException ex) {
			logger.warn("Changes in '" + folder + "' are not seen, since it cannot be watched", ex);
			return Set.of();
		}
	}

	/**
	 * What no worker reads its own files from.
	 */
	private static boolean isLeftOut(Path folder) {
		String name = String.valueOf(folder.getFileName());
		return name.startsWith(".") || name.equals("__pycache__") || Files.exists(folder.resolve("pyvenv.cfg"));
	}

	/**
	 * Replace the process of a worker.
	 * @return whether that is done with, one way or the other
	 */
	private static boolean reload(ParentWorker worker) {
		switch (worker.state()) {
			case STARTING, RECOVERING -> {
				return false; // perhaps with the files as they were before
			}
			case RUNNING, FAILED -> {
				logger.info("[" + worker.name() + "] A file has changed: replacing the process");
				try {
					worker.restart();
				}
				catch (RuntimeException ex) {
					logger.warn("[" + worker.name() + "] The worker was not replaced (state: " + worker.state() + "): "
							+ ex.getMessage());
				}
			}
			case NEW, STOPPING, STOPPED -> logger.debug("[" + worker.name() + "] A file has changed");
		}
		return true;
	}

	@Override
	public void stop() {
		WatchService service = this.service;
		this.service = null;
		if (service != null) {
			try {
				service.close();
			}
			catch (IOException ex) {
				logger.debug("The folders of workers are watched still", ex);
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.service != null;
	}

	@Override
	public int getPhase() {
		return ParentWorkersLifecycle.PHASE + 1;
	}

}
