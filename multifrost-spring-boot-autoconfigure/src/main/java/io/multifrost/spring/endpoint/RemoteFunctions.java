package io.multifrost.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.endpoint.WorkerDetailsDescriptor.FunctionsDescriptor;

/**
 * Asks workers for the names of their functions. One that is busy is not asked: most
 * workers do one thing at a time, and an answer that comes too late would count as a
 * failure of the worker. What a process has answered holds as long as it lives.
 */
final class RemoteFunctions {

	private static final CallOptions OPTIONS = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1));

	private static final TypeRef<List<String>> NAMES = new TypeRef<>() {
	};

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	FunctionsDescriptor of(ParentWorker worker) {
		WorkerSnapshot snapshot = worker.snapshot();
		Object life = snapshot.instances().stream().map(InstanceSnapshot::runningSince).toList();
		Answer known = this.answers.get(worker.name());
		if (known != null && known.life.equals(life)) {
			return known.functions;
		}
		if (snapshot.state() != WorkerState.RUNNING) {
			return new FunctionsDescriptor(null, "The worker does not run");
		}
		if (snapshot.inFlight() > 0) {
			return new FunctionsDescriptor(null, "The worker is busy");
		}
		try {
			FunctionsDescriptor functions = ask(worker);
			this.answers.put(worker.name(), new Answer(life, functions));
			return functions;
		}
		catch (MultifrostException ex) {
			return new FunctionsDescriptor(null, ex.getMessage());
		}
	}

	private static FunctionsDescriptor ask(ParentWorker worker) {
		List<String> names = ask(worker, "list_functions");
		if (names == null) {
			names = ask(worker, "listFunctions");
		}
		return new FunctionsDescriptor(names, (names != null) ? null : "The worker does not list its functions");
	}

	private static @Nullable List<String> ask(ParentWorker worker, String function) {
		try {
			return worker.call(OPTIONS, function, NAMES);
		}
		catch (RemoteCallException ex) {
			// It does not know the name.
			return null;
		}
	}

	private record Answer(Object life, FunctionsDescriptor functions) {
	}

}
