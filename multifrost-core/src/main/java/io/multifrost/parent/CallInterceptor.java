package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

/**
 * Sees each call of a worker before it leaves and after it has ended; the seam for
 * circuit breakers, metrics and tracing.
 */
@FunctionalInterface
public interface CallInterceptor {

	/**
	 * Called on the caller's thread before the call is encoded.
	 * @param call the call, whose metadata may be added to
	 * @return what is told how the call ended, or {@code null} for
	 * {@link Completion#NONE}
	 * @throws RuntimeException to refuse the call: it then ends with this exception, and
	 * interceptors that were asked before are told
	 */
	@Nullable Completion before(OutgoingCall call);

	/**
	 * Is told once how a call ended.
	 */
	@FunctionalInterface
	interface Completion {

		/**
		 * A completion that does nothing.
		 */
		Completion NONE = (failure) -> {
		};

		/**
		 * Called when the call has ended: on the caller's thread for a blocking call, on
		 * the callback executor otherwise, and never on the I/O thread. What is thrown
		 * here is logged: the call's own end stands, and the other interceptors are told.
		 * @param failure the exception that the call ended with, or {@code null} if it
		 * succeeded
		 */
		void ended(@Nullable Throwable failure);

	}

}
