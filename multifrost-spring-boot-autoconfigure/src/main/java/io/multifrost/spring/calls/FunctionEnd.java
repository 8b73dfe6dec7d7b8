package io.multifrost.spring.calls;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor.Invocation;
import io.multifrost.child.StreamFollower;
import io.multifrost.internal.stream.OutgoingItems;

/**
 * Follows a function to its result, which can come later than it returns.
 */
public final class FunctionEnd {

	private static final Logger logger = LoggerFactory.getLogger(FunctionEnd.class);

	private FunctionEnd() {
	}

	/**
	 * Run a function.
	 * @param call the call of the function
	 * @param invocation runs it
	 * @param observer is told once how it has ended, and stands around what makes the
	 * items of its result, if it has any
	 * @return what it returned
	 * @throws Throwable what it threw
	 */
	public static @Nullable Object follow(CallContext call, Invocation invocation, StreamFollower observer)
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
			return stage.whenComplete((value, failure) -> {
				if (failure != null || !follows(call, value, observer)) {
					tell(observer, failure);
				}
			});
		}
		if (!follows(call, result, observer)) {
			tell(observer, null);
		}
		return result;
	}

	/**
	 * Have a result followed if it comes in items, which are made after the function has
	 * returned.
	 * @param call the call of the function
	 * @param result what it has returned
	 * @param observer follows the items
	 * @return whether the result comes in items
	 */
	public static boolean follows(CallContext call, @Nullable Object result, StreamFollower observer) {
		boolean items = OutgoingItems.isSource(result);
		if (items) {
			call.follow(observer);
		}
		return items;
	}

	private static void tell(StreamFollower observer, @Nullable Throwable thrown) {
		try {
			observer.ended(Failures.unwrap(thrown));
		}
		catch (RuntimeException | Error ex) {
			// The function's own end stands.
			logger.error("A meter or an observation could not be told how a function ended", ex);
		}
	}

}
