package io.multifrost.parent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.ServiceEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several instances of one service, in this process and in others, and the registry that
 * names them.
 */
final class TestInstances extends TestServices {

	/** For what comes about soon, unless the machine is very busy. */
	static final Duration SOON = Duration.ofSeconds(10);

	final SeveralRegistry several = new SeveralRegistry();

	final List<Process> processes = new ArrayList<>();

	ParentWorkerBuilder connect() {
		return ParentWorker.connect("words").registry(this.several);
	}

	Named add(String name) {
		return add(name, Map.of());
	}

	Named add(String name, Map<String, String> metadata) {
		return add(name, "127.0.0.1", metadata);
	}

	Named add(String name, String host, Map<String, String> metadata) {
		Named functions = new Named(name, host);
		functions.service = serve(name, functions,
				(builder) -> builder.bindAddress(host).drainTimeout(Duration.ofSeconds(30)));
		this.several.entries.add(new ServiceEntry("words", host, port(name), null, name, metadata));
		return functions;
	}

	String endpoint(Named functions) {
		return "tcp://" + functions.host + ":" + port(functions.name);
	}

	ServiceEntry addProcess() throws Exception {
		String id = "program" + this.processes.size();
		this.processes.add(kill(ServiceProgram.start(id, directory())));
		ServiceEntry local = registry().await(id, Duration.ofSeconds(30));
		this.several.entries.add(new ServiceEntry("words", "127.0.0.1", local.port(), local.pid(), id, Map.of()));
		return local;
	}

	void awaitLooks(int more) {
		int before = this.several.looks.get();
		await().atMost(SOON).until(() -> this.several.looks.get() >= before + more);
	}

	static List<String> namesOf(ParentWorker parent, int calls) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			names.add(parent.call("name", String.class));
		}
		return names;
	}

	static long running(ParentWorker parent) {
		return parent.snapshot().instances().stream().filter((each) -> each.state() == WorkerState.RUNNING).count();
	}

	/**
	 * What a service serves.
	 */
	public static class Named {

		private final String name;

		private final String host;

		final CountDownLatch waiting = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		ChildWorker service;

		Named(String name, String host) {
			this.name = name;
			this.host = host;
		}

		public String name() {
			return this.name;
		}

		public int work(int value, int millis) {
			return value;
		}

		public String held() throws InterruptedException {
			this.waiting.countDown();
			assertThat(this.release.await(30, TimeUnit.SECONDS)).isTrue();
			return this.name;
		}

	}

}
