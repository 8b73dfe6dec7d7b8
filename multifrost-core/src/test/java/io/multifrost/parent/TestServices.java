package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.registry.FileServiceRegistry;

/**
 * Services in this process and the parents that find them, with a registry of their own.
 * All of them end with the test that registers this as an extension.
 */
class TestServices implements BeforeEachCallback, AfterEachCallback {

	private final List<Runnable> open = new ArrayList<>();

	private Path directory;

	private FileServiceRegistry registry;

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		this.directory = Files.createTempDirectory("multifrost-services");
		this.registry = FileServiceRegistry.inDirectory(this.directory);
	}

	/**
	 * Return a directory that is deleted after the test.
	 */
	Path directory() {
		return this.directory;
	}

	FileServiceRegistry registry() {
		return this.registry;
	}

	ChildWorker serve(String id, Object functions) {
		return serve(id, functions, UnaryOperator.identity());
	}

	ChildWorker serve(String id, Object functions, UnaryOperator<ChildWorkerBuilder> settings) {
		ChildWorker worker = settings
			.apply(ChildWorker.serving(functions).serviceId(id).registry(this.registry).forwardOutput(false))
			.build();
		this.open.add(worker::close);
		return worker.start();
	}

	ParentWorkerBuilder connect(String id) {
		return ParentWorker.connect(id).registry(this.registry);
	}

	ParentWorker parent(String id) {
		return parent(connect(id));
	}

	ParentWorker parent(ParentWorkerBuilder builder) {
		ParentWorker parent = builder.build();
		this.open.add(parent::close);
		return parent.start();
	}

	int port(String id) {
		return this.registry.find(id).orElseThrow().port();
	}

	/**
	 * Have a process killed after the test.
	 */
	Process kill(Process process) {
		this.open.add(() -> process.destroyForcibly().onExit().join());
		return process;
	}

	/**
	 * End all, before the end of the test.
	 */
	void close() {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.remove(i).run();
		}
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		close();
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(each);
			}
		}
	}

}
