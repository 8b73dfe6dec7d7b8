package io.multifrost.spring.calls;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.OutgoingCall;

/**
 * Is told what {@link CallStatistics} has measured of each call.
 */
public interface CallRecorder {

	/**
	 * A call begins.
	 * @param call the call
	 * @param active how many calls of its worker run or wait now, this one among them
	 */
	void began(OutgoingCall call, int active);

	/**
	 * A call has ended.
	 * @param call the call
	 * @param nanos how long it took
	 * @param failure the exception that it ended with, or {@code null} if it succeeded
	 */
	void ended(OutgoingCall call, long nanos, @Nullable Throwable failure);

}
