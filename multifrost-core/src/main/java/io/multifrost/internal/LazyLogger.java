package io.multifrost.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A logger that is looked up when the first message is due. A worker that has nothing to
 * say starts without a logging system, which often takes longer to load than everything
 * else in its process.
 */
public final class LazyLogger {

	private final Class<?> owner;

	private volatile @Nullable Logger logger;

	/**
	 * Create a logger.
	 * @param owner the class that gives the logger its name
	 */
	public LazyLogger(Class<?> owner) {
		this.owner = owner;
	}

	/**
	 * Return the logger, in order to write a message.
	 * @return the logger
	 */
	public Logger get() {
		Logger found = this.logger;
		if (found == null) {
			found = LoggerFactory.getLogger(this.owner);
			this.logger = found;
		}
		return found;
	}

}
