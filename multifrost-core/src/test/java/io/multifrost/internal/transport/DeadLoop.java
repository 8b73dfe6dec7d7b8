package io.multifrost.internal.transport;

import java.lang.reflect.Field;

/**
 * Strikes the I/O thread of links of this process with an error that it does not survive.
 */
public final class DeadLoop {

	private DeadLoop() {
	}

	/**
	 * Have the thread of the loop that is shared now end by an error.
	 */
	public static void strike() {
		try (IoLoop shared = IoLoop.acquire()) {
			Field field = IoLoop.class.getDeclaredField("loop");
			field.setAccessible(true);
			EventLoop loop = (EventLoop) field.get(shared);
			loop.execute(() -> loop.failed(new AssertionError("struck by a test")));
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

}
