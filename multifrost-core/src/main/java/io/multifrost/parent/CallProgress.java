package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

/**
 * How far a call is, as its function has reported it.
 *
 * @param callId the id of the call, which tells calls of one function apart
 * @param function the name of the function
 * @param done how much is done, in what the function counts
 * @param total how much there is to do, or {@code null} if the function does not say
 * @param message what the function says about it, at most 1024 characters, or
 * {@code null}
 */
public record CallProgress(String callId, String function, double done, @Nullable Double total,
		@Nullable String message) {
}
