package io.multifrost.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.spring.calls.CallOutcome;

/**
 * The timers of calls, by function, namespace and outcome. Each is looked up in the
 * registry once only, which takes longer than all the rest. Beyond a number of functions,
 * all others share one name, so that no caller can fill the registry. Safe for use by
 * several threads.
 */
final class CallTimers {

	/**
	 * How many functions have a name of their own.
	 */
	static final int MAX_FUNCTIONS = 100;

	private static final String OTHER = "other";

	private final MeterRegistry registry;

	private final MeterName name;

	private final Tags tags;

	private final Function<Throwable, String> outcome;

	private final Map<String, Map<String, FunctionTimers>> namespaces = new ConcurrentHashMap<>();

	private final AtomicInteger functions = new AtomicInteger();

	private final FunctionTimers others;

	/**
	 * Create timers.
	 * @param registry where they are registered
	 * @param name the name of all of them
	 * @param tags the tags that all of them have
	 * @param outcome names the outcome of a call that failed
	 */
	CallTimers(MeterRegistry registry, MeterName name, Tags tags, Function<Throwable, String> outcome) {
		this.registry = registry;
		this.name = name;
		this.tags = tags;
		this.outcome = outcome;
		this.others = new FunctionTimers(OTHER, OTHER);
	}

	/**
	 * Return the timers of a function.
	 * @param namespace its namespace
	 * @param function its name
	 * @return its timers, or those of all others
	 */
	FunctionTimers of(String namespace, String function) {
		Map<String, FunctionTimers> timers = this.namespaces.get(namespace);
		FunctionTimers found = (timers != null) ? timers.get(function) : null;
		return (found != null) ? found : add(namespace, function);
	}

	private FunctionTimers add(String namespace, String function) {
		if (this.functions.get() >= MAX_FUNCTIONS) {
			return this.others;
		}
		return this.namespaces.computeIfAbsent(namespace, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(function, (key) -> {
				this.functions.incrementAndGet();
				return new FunctionTimers(namespace, function);
			});
	}

	/**
	 * The timers of one function.
	 */
	final class FunctionTimers {

		private final Tags functionTags;

		private final Map<Object, Timer> outcomes = new ConcurrentHashMap<>();

		private final Supplier<StreamMeters> streams;

		FunctionTimers(String namespace, String function) {
			this.functionTags = CallTimers.this.tags.and("function", function, "namespace", namespace);
			this.streams = SingletonSupplier.of(() -> new StreamMeters(CallTimers.this.registry, this.functionTags));
		}

		/**
		 * Return the timer of an outcome.
		 * @param failure the exception, or {@code null} if the call succeeded
		 */
		Timer of(@Nullable Throwable failure) {
			Object key = key(failure);
			Timer timer = this.outcomes.get(key);
			return (timer != null) ? timer : this.outcomes.computeIfAbsent(key, (missing) -> register(failure));
		}

		/**
		 * Return the meters of the function's streams, which are registered with the
		 * first of them.
		 */
		StreamMeters streams() {
			return this.streams.get();
		}

		/**
		 * Return by what the timers differ: the types of exceptions, of which one has two
		 * outcomes.
		 */
		private static Object key(@Nullable Throwable failure) {
			if (failure == null) {
				return CallOutcome.SUCCESS;
			}
			return (failure instanceof WorkerUnavailableException unavailable && unavailable.isRefused())
					? CallOutcome.REFUSED : failure.getClass();
		}

		private Timer register(@Nullable Throwable failure) {
			String exception = (failure != null) ? failure.getClass().getSimpleName() : "none";
			String outcome = (failure != null) ? CallTimers.this.outcome.apply(failure) : CallOutcome.SUCCESS.name();
			return CallTimers.this.name.timer(CallTimers.this.registry, this.functionTags.and("outcome", outcome,
					"exception", exception.isEmpty() ? "anonymous" : exception));
		}

	}

}
