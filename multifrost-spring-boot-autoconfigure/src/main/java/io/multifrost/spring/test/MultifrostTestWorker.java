package io.multifrost.spring.test;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.multifrost.child.CallHandler;
import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;
import io.multifrost.spring.reactive.ReactiveStreamAdapter;

/**
 * A worker within the test itself, which takes the place of a process. It listens at a
 * free port of the loopback address and is called like any other worker, so that values
 * and exceptions are what they would be.
 * <p>
 * As a {@code static} field of a test class with a Spring context, or as a bean, it is
 * what the application calls by the worker's name. Safe for use by several threads.
 */
public final class MultifrostTestWorker implements MultifrostConnectionDetails, AutoCloseable {

	private final String name;

	private final Supplier<ChildWorkerBuilder> functions;

	private final @Nullable RecordedCalls calls;

	private @Nullable ChildWorker running;

	private @Nullable String endpoint;

	private MultifrostTestWorker(String name, @Nullable RecordedCalls calls, Supplier<ChildWorkerBuilder> functions) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("The name of a worker must not be blank");
		}
		var unused = functions.get(); // what is wrong with them is said where they are
										// written
		this.name = name;
		this.functions = functions;
		this.calls = calls;
	}

	/**
	 * Make a worker of lambda expressions.
	 * @param name the name of the worker in the application
	 * @param functions the functions by their names, for example
	 * {@code Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class))}
	 * @return the worker, which starts when it is first asked for its endpoint
	 * @throws IllegalArgumentException if there is no function, or one that cannot be
	 * called
	 */
	public static MultifrostTestWorker of(String name, Map<String, ? extends CallHandler> functions) {
		RecordedCalls calls = new RecordedCalls(name);
		Map<String, CallHandler> recording = calls.recording(functions);
		return new MultifrostTestWorker(name, calls, () -> ChildWorker.servingFunctions(recording));
	}

	/**
	 * Make a worker of an object: its public methods are functions, or those with
	 * {@link io.multifrost.MultifrostFunction} where any is.
	 * @param name the name of the worker in the application
	 * @param target the object
	 * @return the worker, which starts when it is first asked for its endpoint
	 * @throws IllegalArgumentException if the object has no function
	 */
	public static MultifrostTestWorker of(String name, Object target) {
		return new MultifrostTestWorker(name, null, () -> ChildWorker.serving(target));
	}

	/**
	 * Make a worker of an object that has the functions of another type, for example a
	 * mock.
	 * @param <T> the type
	 * @param name the name of the worker in the application
	 * @param type the type whose methods are functions
	 * @param target the object, on which they are called
	 * @return the worker, which starts when it is first asked for its endpoint
	 * @throws IllegalArgumentException if the type has no function
	 */
	public static <T> MultifrostTestWorker of(String name, Class<T> type, T target) {
		return new MultifrostTestWorker(name, null, () -> ChildWorker.serving(target, type));
	}

	/**
	 * Return the calls that the worker was given.
	 * @return the calls
	 * @throws IllegalStateException if it is a worker of an object, whose calls are not
	 * recorded
	 */
	RecordedCalls calls() {
		if (this.calls == null) {
			throw new IllegalStateException(this + " records no calls, since it serves the methods of an object. "
					+ "Verify those of the object, for example of a mock, or make the worker of lambda expressions");
		}
		return this.calls;
	}

	/**
	 * Return the name of the worker in the application.
	 */
	@Override
	public String getWorkerName() {
		return this.name;
	}

	/**
	 * Return the address of the worker, which starts now if it has not yet.
	 */
	@Override
	public synchronized String getEndpoint() {
		String used = this.endpoint;
		if (used == null) {
			// For nobody else to find
			ContextRegistry registry = new ContextRegistry(
					FileServiceRegistry.inDirectory(Path.of(System.getProperty("java.io.tmpdir"))));
			ChildWorkerBuilder builder = this.functions.get();
			if (ClassUtils.isPresent("reactor.core.publisher.Mono", getClass().getClassLoader())) {
				builder.streamAdapter(new ReactiveStreamAdapter());
			}
			this.running = builder.serviceId(this.name).registry(registry).build().start();
			used = "tcp://127.0.0.1:" + registry.find(this.name).map(ServiceEntry::port).orElseThrow();
			this.endpoint = used;
		}
		return used;
	}

	/**
	 * End the worker. It starts anew, elsewhere, when it is asked for its endpoint again.
	 */
	@Override
	public synchronized void close() {
		ChildWorker worker = this.running;
		this.running = null;
		this.endpoint = null;
		if (worker != null) {
			worker.close();
		}
	}

	@Override
	public String toString() {
		return "MultifrostTestWorker '" + this.name + "'";
	}

}
