package io.multifrost.internal.supervision;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.RestartPolicy;
import io.multifrost.process.WorkerCommand;

/**
 * Makes the lives of one instance of a worker, in one of the two modes.
 */
interface GenerationFactory {

	/** A service that is looked for again is tried for so long at a time. */
	Duration RECOVERY_ATTEMPT = Duration.ofSeconds(1);

	/**
	 * Make a life that is not started yet.
	 * @param recovery whether an earlier life was lost
	 * @param listener who is told of its end
	 * @return the life
	 */
	Generation create(boolean recovery, Generation.Listener listener);

	/**
	 * Return how the next life follows when one is lost.
	 * @return the policy, or {@code null} if none follows
	 */
	@Nullable RestartPolicy restartPolicy();

	/**
	 * Return whether a life begins with the start of a process.
	 */
	boolean isSpawning();

	/**
	 * Return a factory for spawn mode.
	 * @param context the instance
	 * @param command what to start
	 * @return the factory
	 */
	static GenerationFactory spawning(InstanceContext context, WorkerCommand command) {
		return new GenerationFactory() {

			@Override
			public Generation create(boolean recovery, Generation.Listener listener) {
				return new SpawnedGeneration(context, command, listener);
			}

			@Override
			public @Nullable RestartPolicy restartPolicy() {
				return context.settings().supervision().restartPolicy();
			}

			@Override
			public boolean isSpawning() {
				return true;
			}

		};
	}

	/**
	 * Return a factory for connect mode.
	 * @param context the instance
	 * @param locator finds the service
	 * @return the factory
	 */
	static GenerationFactory connecting(InstanceContext context, ServiceLocator locator) {
		return new GenerationFactory() {

			@Override
			public Generation create(boolean recovery, Generation.Listener listener) {
				Duration timeout = recovery ? RECOVERY_ATTEMPT : context.settings().startTimeout();
				return new ConnectedGeneration(context, locator, timeout, listener);
			}

			@Override
			public RestartPolicy restartPolicy() {
				return RestartHistory.RECONNECT;
			}

			@Override
			public boolean isSpawning() {
				return false;
			}

		};
	}

}
