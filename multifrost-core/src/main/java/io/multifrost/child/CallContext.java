package io.multifrost.child;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What came along with a call beside its arguments. A function that declares a parameter
 * of this type is given it; the parameter is no argument on the wire. Safe for use by any
 * thread.
 */
public interface CallContext {

	/**
	 * Return the id of the call's message.
	 * @return the id, empty if it has none
	 */
	String id();

	/**
	 * Return the name of the function as it was called.
	 * @return the name
	 */
	String function();

	/**
	 * Return the namespace that was called.
	 * @return the namespace
	 */
	String namespace();

	/**
	 * Return the name that the caller gives itself.
	 * @return the name, or {@code null} if it gives none
	 */
	@Nullable String clientName();

	/**
	 * Return the id by which the caller correlates what belongs together.
	 * @return the metadata's {@code correlation_id}, or {@code null} if there is none
	 */
	@Nullable String correlationId();

	/**
	 * Return when the caller stops waiting, by this machine's clock: what is not done
	 * until then is done for nobody.
	 * @return the time, or {@code null} if the call has no time limit
	 */
	@Nullable Instant deadline();

	/**
	 * Return the metadata of the call.
	 * @return plain values by their keys, empty if there are none
	 */
	Map<String, @Nullable Object> metadata();

	/**
	 * Follow the result where it comes in items, which begins when the function and all
	 * interceptors have returned. Without effect afterwards, and for other results. For
	 * interceptors, on the thread that runs the function, or on the one that completes
	 * the stage that it has returned.
	 * @param follower stands around those that were added before
	 */
	void follow(StreamFollower follower);

}
