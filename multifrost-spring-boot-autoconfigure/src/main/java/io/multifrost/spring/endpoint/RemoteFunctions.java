package io.multifrost.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.OwnFunctions;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionDescription;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.endpoint.WorkerDetailsDescriptor.FunctionsDescriptor;

/**
 * Asks workers for their functions. One that is busy is not asked: most workers do one
 * thing at a time, and an answer that comes too late would count as a failure of the
 * worker. What a process has answered holds as long as it lives.
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
			return FunctionsDescriptor.unknown("The worker does not run");
		}
		if (snapshot.inFlight() > 0) {
			return FunctionsDescriptor.unknown("The worker is busy");
		}
		try {
			FunctionsDescriptor functions = ask(worker);
			this.answers.put(worker.name(), new Answer(life, functions));
			return functions;
		}
		catch (MultifrostException ex) {
			return FunctionsDescriptor.unknown(ex.getMessage());
		}
	}

	private static FunctionsDescriptor ask(ParentWorker worker) {
		Optional<List<FunctionDescription>> described = describe(worker);
		if (described.isPresent()) {
			return FunctionsDescriptor.of(described.get());
		}
		for (String function : OwnFunctions.LIST) {
			try {
				List<String> names = worker.call(OPTIONS, function, NAMES);
				if (names != null) {
					return new FunctionsDescriptor(names, null, null);
				}
			}
			catch (RemoteCallException ex) {
				// It does not know the name.
			}
		}
		return FunctionsDescriptor.unknown("The worker does not list its functions");
	}

	/**
	 * One that describes its functions in words of its own may still list them.
	 */
	private static Optional<List<FunctionDescription>> describe(ParentWorker worker) {
		try {
			return worker.describe(OPTIONS);
		}
		catch (RemoteCallException | ValueConversionException ex) {
			return Optional.empty();
		}
	}

	private record Answer(Object life, FunctionsDescriptor functions) {
	}

}
