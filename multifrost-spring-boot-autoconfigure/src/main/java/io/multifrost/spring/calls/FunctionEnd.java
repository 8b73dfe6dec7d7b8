package io.multifrost.spring.calls;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.child.FunctionInterceptor.Invocation;

/**
 * Follows a function to its result, which can come later than it returns.
 */
public final class FunctionEnd {

	private static final Logger logger = LoggerFactory.getLogger(FunctionEnd.class);

	private FunctionEnd() {
	}

	/**
	 * Run a function.
	 * @param invocation runs it
	 * @param observer is told once how it has ended: the exception, or {@code null} if it
	 * succeeded
	 * @return what it returned
	 * @throws Throwable what it threw
	 */
	public static @Nullable Object follow(Invocation invocation, Consumer<@Nullable Throwable> observer)
			throws Throwable {
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			tell(observer, ex);
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			return stage.whenComplete((value, failure) -> tell(observer, failure));
		}
		tell(observer, null);
		return result;
	}

	private static void tell(Consumer<@Nullable Throwable> observer, @Nullable Throwable thrown) {
		try {
			observer.accept(Failures.unwrap(thrown));
		}
		catch (RuntimeException | Error ex) {
			// The function's own end stands.
			logger.error("A meter or an observation could not be told how a function ended", ex);
		}
	}

}
