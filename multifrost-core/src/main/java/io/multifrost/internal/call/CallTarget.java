package io.multifrost.internal.call;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;

/**
 * Where calls are sent. Safe for use by any thread.
 */
public interface CallTarget {

	/**
	 * Send a call.
	 * @param call the call
	 * @param payload the bytes of its message
	 * @param batch what hands it over later, or {@code null} to do it now
	 * @return where the call is registered until it is answered
	 * @throws MultifrostException if it is not taken, saying why
	 */
	PendingCalls send(PendingCall call, byte[] payload, @Nullable Batch batch);

	/**
	 * Return whether all that runs of the worker has named a feature.
	 */
	boolean hasFeature(String feature);

	/**
	 * Return whether all that runs of the worker is reached by a network, and not by the
	 * loopback of this machine.
	 */
	boolean isRemote();

	/**
	 * Return whether the worker was lost and may come back.
	 */
	boolean isRecovering();

	/**
	 * Return the end of the recovery that is under way.
	 * @return completed when the worker runs again or is given up, and where it was not
	 * lost
	 */
	CompletableFuture<Void> recovered();

}
