package io.multifrost.child;

import org.jspecify.annotations.Nullable;

/**
 * Follows a result that comes in items after its function has returned, for a
 * {@link FunctionInterceptor}. What it throws is logged: the stream goes on.
 */
@FunctionalInterface
public interface StreamFollower {

	/**
	 * Called on the thread that is about to make items, for example to prepare what they
	 * log. A {@link java.util.concurrent.Flow.Publisher} makes them on threads of its
	 * own.
	 * @return is run on the same thread when no more items are made there for now
	 */
	default Runnable enter() {
		return () -> {
		};
	}

	/**
	 * Is told once that no more items are made. Called on any thread.
	 * @param failure what the stream has failed with, a
	 * {@link java.util.concurrent.CancellationException} if its reader wants no more, or
	 * {@code null} if it came to its end
	 */
	void ended(@Nullable Throwable failure);

}
