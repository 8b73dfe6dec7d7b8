package io.multifrost.internal.supervision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.RestartPolicy;

/**
 * Makes the lives of one instance of a worker, in one of the two modes.
 *
 * @param restartPolicy how the next life follows when one is lost, or {@code null} if
 * none follows
 * @param lives makes each of them
 */
record GenerationFactory(@Nullable RestartPolicy restartPolicy, Lives lives) {

	/** A service that is looked for again is tried for so long at a time. */
	private static final Duration RECOVERY_ATTEMPT = Duration.ofSeconds(1);

	/**
	 * Return a factory for connect mode.
	 * @param context the instance
	 * @param locator finds the service
	 * @return the factory
	 */
	static GenerationFactory connecting(InstanceContext context, ServiceLocator locator) {
		Duration first = context.settings().startTimeout();
		return new GenerationFactory(RestartHistory.RECONNECT, (recovery, listener) -> new ConnectedGeneration(context,
				locator, recovery ? RECOVERY_ATTEMPT : first, listener));
	}

	/**
	 * Makes one life after another.
	 */
	interface Lives {

		/**
		 * Make a life that is not started yet.
		 * @param recovery whether an earlier life was lost
		 * @param listener who is told of its end
		 * @return the life
		 */
		Generation create(boolean recovery, Generation.Listener listener);

	}

}
