package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * Strikes the I/O thread of links of this process with something that nothing on it
 * catches.
 */
public final class DeadLoop {

	private DeadLoop() {
	}

	/**
	 * Have the thread of the loop that is shared now struck. Returns at once.
	 */
	public static void strike() {
		try (IoLoop shared = IoLoop.acquire()) {
			LoopContext context = contextOf(shared);
			shared.execute(() -> strike(shared, context));
		}
	}

	/**
	 * The selector reports a channel that belongs to no link.
	 */
	private static void strike(EventLoop loop, LoopContext context) {
		try {
			Pipe pipe = Pipe.open();
			pipe.source().configureBlocking(false);
			pipe.source().register(context.selector(), SelectionKey.OP_READ, "struck by a test");
			pipe.sink().write(ByteBuffer.allocate(1));
			// Due after the channel was reported, so that the thread is struck once.
			loop.schedule(Duration.ZERO, () -> close(pipe));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void close(Pipe pipe) {
		try {
			pipe.sink().close();
			pipe.source().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static LoopContext contextOf(EventLoop loop) {
		try {
			Field field = EventLoop.class.getDeclaredField("context");
			field.setAccessible(true);
			return (LoopContext) field.get(loop);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

}
