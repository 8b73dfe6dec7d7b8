package io.multifrost.sample.interop;

import java.time.Duration;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.registry.FileServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that runs by itself.
 */
class ServiceTarget implements Target {

	private final String serviceId;

	private final FileServiceRegistry registry;

	ServiceTarget(String serviceId, FileServiceRegistry registry) {
		this.serviceId = serviceId;
		this.registry = registry;
	}

	FileServiceRegistry registry() {
		return this.registry;
	}

	@Override
	public ParentWorkerBuilder parent() {
		return ParentWorker.connect(this.serviceId).registry(this.registry).startTimeout(Duration.ofSeconds(30));
	}

	/** A service goes on when a parent leaves. */
	@Override
	public void stop(ParentWorker worker) throws Exception {
		worker.close();
		try (ParentWorker another = parent().start()) {
			assertThat(another.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

}
