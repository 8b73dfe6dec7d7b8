package io.multifrost.parent;

import java.time.Duration;

import io.multifrost.message.MessageCodec;
import io.multifrost.process.WorkerCommand;

/**
 * Makes the lives of a worker, in one of the two modes.
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
	 * Return whether the next life follows when one is lost.
	 * @return whether it does
	 */
	boolean recovers();

	/**
	 * Return a factory for spawn mode.
	 * @param settings the settings of the worker
	 * @param command what to start
	 * @param codec the codec
	 * @param notifier who is told of output
	 * @return the factory
	 */
	static GenerationFactory spawning(ParentSettings settings, WorkerCommand command, MessageCodec codec,
			Notifier notifier) {
		return new GenerationFactory() {

			@Override
			public Generation create(boolean recovery, Generation.Listener listener) {
				return new SpawnedGeneration(settings, command, codec, notifier, listener);
			}

			@Override
			public boolean recovers() {
				return false;
			}

		};
	}

	/**
	 * Return a factory for connect mode.
	 * @param settings the settings of the worker
	 * @param locator finds the service
	 * @param codec the codec
	 * @param notifier who is told of output
	 * @return the factory
	 */
	static GenerationFactory connecting(ParentSettings settings, ServiceLocator locator, MessageCodec codec,
			Notifier notifier) {
		return new GenerationFactory() {

			@Override
			public Generation create(boolean recovery, Generation.Listener listener) {
				Duration timeout = recovery ? RECOVERY_ATTEMPT : settings.startTimeout();
				return new ConnectedGeneration(settings, locator, timeout, codec, notifier, listener);
			}

			@Override
			public boolean recovers() {
				return true;
			}

		};
	}

}
