package io.multifrost.internal.serving;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.child.StreamFollower;
import io.multifrost.internal.BackgroundLogger;

/**
 * What follows the items of one call's result, from the innermost to the outermost. Safe
 * for use by any thread.
 */
final class StreamFollowers {

	private static final Logger logger = BackgroundLogger.of(StreamFollowers.class);

	private final List<StreamFollower> followers = new ArrayList<>();

	synchronized void add(StreamFollower follower) {
		this.followers.add(follower);
	}

	private synchronized List<StreamFollower> all() {
		return List.copyOf(this.followers);
	}

	/**
	 * Make items within what follows them.
	 */
	void around(Runnable items) {
		List<Runnable> exits = new ArrayList<>();
		List<StreamFollower> all = all();
		for (int i = all.size() - 1; i >= 0; i--) {
			StreamFollower follower = all.get(i);
			guarded(() -> exits.add(0, follower.enter()));
		}
		try {
			items.run();
		}
		finally {
			exits.forEach(StreamFollowers::guarded);
		}
	}

	/**
	 * Tell of the end. Only the first one counts.
	 * @param failure what the items have failed with, or {@code null}
	 */
	void ended(@Nullable Throwable failure) {
		List<StreamFollower> told;
		synchronized (this) {
			told = List.copyOf(this.followers);
			this.followers.clear();
		}
		told.forEach((follower) -> guarded(() -> follower.ended(failure)));
	}

	private static void guarded(Runnable code) {
		try {
			code.run();
		}
		catch (Throwable ex) {
			logger.error("An interceptor failed while it followed a stream", ex);
		}
	}

}
