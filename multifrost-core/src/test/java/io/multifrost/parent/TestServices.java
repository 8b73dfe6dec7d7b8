package io.multifrost.parent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.registry.FileServiceRegistry;

/**
 * Services in this process and the parents that find them, with a registry of their own.
 * All of them end with this object.
 */
final class TestServices implements AutoCloseable {

	private final List<Runnable> open = new ArrayList<>();

	private final FileServiceRegistry registry;

	TestServices(Path directory) {
		this.registry = FileServiceRegistry.inDirectory(directory);
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

	@Override
	public void close() {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).run();
		}
	}

}
