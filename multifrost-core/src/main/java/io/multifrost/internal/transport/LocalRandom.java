package io.multifrost.internal.transport;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import zmq.util.Utils;

import io.multifrost.internal.BackgroundLogger;

/**
 * Random numbers that are not secure, in the place where JeroMQ holds a generator of
 * secure ones for each thread. It takes the first id that a ROUTER gives to a connection
 * from it, for which Java sets up its security providers: a tenth of the start of a
 * worker. Those ids never leave the process, and none of what we use of JeroMQ needs
 * more.
 */
final class LocalRandom extends SecureRandom {

	private static final long serialVersionUID = 1L;

	private static final Logger logger = BackgroundLogger.of(LocalRandom.class);

	/** How JeroMQ 0.6 names its {@code ThreadLocal}. */
	private static final String FIELD = "random";

	private static final @Nullable ThreadLocal<SecureRandom> generators = generators();

	/**
	 * A generator that belongs to no provider.
	 */
	private LocalRandom() {
		super(null, null);
	}

	@SuppressWarnings("unchecked")
	private static @Nullable ThreadLocal<SecureRandom> generators() {
		try {
			Field field = Utils.class.getDeclaredField(FIELD);
			field.setAccessible(true);
			return (ThreadLocal<SecureRandom>) field.get(null);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("Another version of JeroMQ: its own generator is used, which takes longer to start", ex);
			return null;
		}
	}

	/**
	 * Have JeroMQ use such numbers on the calling thread, if that is possible.
	 * @return whether it is
	 */
	static boolean useOnThisThread() {
		if (generators == null) {
			return false;
		}
		generators.set(new LocalRandom());
		return true;
	}

	/**
	 * All others are made of these.
	 */
	@Override
	public void nextBytes(byte[] bytes) {
		ThreadLocalRandom.current().nextBytes(bytes);
	}

}
