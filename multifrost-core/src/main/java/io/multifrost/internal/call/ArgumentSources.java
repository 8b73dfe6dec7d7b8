package io.multifrost.internal.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.ItemCollector;
import io.multifrost.internal.stream.OutgoingItems;

/**
 * Arguments that are read item by item: streams, iterators, publishers, streams of bytes,
 * and files, whose content is meant.
 */
final class ArgumentSources {

	private ArgumentSources() {
	}

	/**
	 * Return whether one of a call's arguments is read item by item.
	 */
	static boolean areAmong(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (argument instanceof Path || OutgoingItems.isSource(argument)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether one of a call's arguments cannot be read a second time.
	 */
	static boolean areReadOnce(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (OutgoingItems.isSource(argument) && !(argument instanceof Flow.Publisher<?>)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Open the files among the arguments.
	 * @param function the function that they are for
	 * @param arguments all arguments
	 * @return the arguments, with the content of each file instead of its path
	 * @throws ValueConversionException if a file cannot be read
	 */
	static @Nullable Object[] open(String function, @Nullable Object[] arguments) {
		@Nullable Object[] opened = Arrays.copyOf(arguments, arguments.length, Object[].class);
		for (int i = 0; i < opened.length; i++) {
			if (opened[i] instanceof Path file) {
				try {
					opened[i] = Files.newInputStream(file);
				}
				catch (IOException ex) {
					closeFiles(arguments, opened);
					throw misfit(function, i, "is the file '" + file + "', which cannot be read: " + ex, ex);
				}
			}
		}
		return opened;
	}

	/**
	 * Close the files that were opened, where the call is not sent.
	 * @param arguments all arguments, as they were given
	 * @param opened what was made of them
	 */
	static void closeFiles(@Nullable Object[] arguments, @Nullable Object[] opened) {
		close(IntStream.range(0, opened.length)
			.mapToObj((i) -> (opened[i] != arguments[i]) ? opened[i] : null)
			.toArray());
	}

	/**
	 * Close the sources among arguments of a call that is not sent. They may be code of
	 * users, for which nobody waits.
	 */
	static void close(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (OutgoingItems.isSource(argument)) {
				SharedExecutors.blocking().execute(() -> OutgoingItems.closeUnread(argument));
			}
		}
	}

	/**
	 * Read the sources among the arguments to their ends, for a worker that takes no
	 * items.
	 * @param function the function that they are for
	 * @param arguments all arguments
	 * @param codec writes them
	 * @param version the protocol version of the call
	 * @param timeout how long a publisher may take, or {@code null} for as long as it
	 * likes
	 * @return the arguments, as they are sent
	 * @throws ValueConversionException if a source fails
	 */
	static @Nullable Object[] readAll(String function, @Nullable Object[] arguments, MessageCodec codec,
			ProtocolVersion version, @Nullable Duration timeout) {
		@Nullable Object[] whole = Arrays.copyOf(arguments, arguments.length, Object[].class);
		for (int i = 0; i < whole.length; i++) {
			Object argument = whole[i];
			if (argument != null && OutgoingItems.isSource(argument)) {
				whole[i] = readAll(function, i, argument, codec, version, timeout);
			}
		}
		return whole;
	}

	private static Object readAll(String function, int index, Object source, MessageCodec codec,
			ProtocolVersion version, @Nullable Duration timeout) {
		CompletableFuture<Object> whole = new CompletableFuture<>();
		try {
			long nanos = TimeUnit.NANOSECONDS.convert((timeout != null) ? timeout : CallSender.WITHOUT_END);
			whole = ItemCollector.collect(source, codec, version);
			return whole.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MultifrostException("Interrupted while reading argument " + (index + 1) + " of function '"
					+ function + "'; the call was not sent", ex);
		}
		catch (ExecutionException ex) {
			throw misfit(function, index, "has failed: " + ex.getCause(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw misfit(function, index, "did not end within the time of the call, and its worker takes no items", ex);
		}
		catch (Exception ex) {
			throw misfit(function, index, "has failed: " + ex, ex);
		}
		finally {
			whole.cancel(false);
		}
	}

	private static ValueConversionException misfit(String function, int index, String problem,
			@Nullable Throwable cause) {
		return new ValueConversionException("argument " + (index + 1) + " of function '" + function + "' " + problem,
				cause);
	}

}
