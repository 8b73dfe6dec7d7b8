package io.multifrost.internal.call;

import java.lang.reflect.Type;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.ErrorDetails;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Failure;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.internal.stream.IncomingItems;
import io.multifrost.internal.value.EncodedValue;

/**
 * Makes results and exceptions of answers.
 *
 * @param settings how the functions of the worker are called
 * @param codec converts the results
 */
record ReplyConverter(CallSettings settings, MessageCodec codec) {

	/** How a worker says that the time of a call is over. */
	private static final String DEADLINE_EXCEEDED = "DeadlineExceeded:";

	/**
	 * Return what a call results in.
	 * @param request the call
	 * @param type what its result is converted to
	 * @param reply the answer
	 * @return the result
	 * @throws MultifrostException if the call has failed
	 */
	@Nullable Object result(Request request, Type type, Message reply) {
		if (reply instanceof Response response) {
			Object result = convert(request.function(), response.result(), type, request.files());
			if (Boolean.TRUE.equals(response.metadata().get(Response.FREE))) {
				request.files().returned();
			}
			return result;
		}
		if (reply instanceof Failure failure) {
			throw failed(request, failure);
		}
		throw new MultifrostException("Not an answer: " + reply);
	}

	/**
	 * Add what a call whose result is a stream is answered with in the end: the entries
	 * of an array, anything else as one item, and nil for nothing more.
	 * @param request the call
	 * @param reply the answer
	 * @param items the items that have come before it
	 * @throws MultifrostException if the call has failed, or items are missing
	 */
	void addLast(Request request, Message reply, IncomingItems items) {
		if (reply instanceof Failure failure) {
			throw failed(request, failure);
		}
		if (!(reply instanceof Response response)) {
			throw new MultifrostException("Not an answer: " + reply);
		}
		if (!items.hasAll(response.items())) {
			throw new ProtocolException(
					"The stream of function '" + request.function() + "' of worker '" + this.settings.worker()
							+ "' ended after " + response.items() + " items, of which some are missing",
					request.id(), null);
		}
		Items last = this.codec.toItems(response);
		if (last.count() > 0) {
			items.addAll(last);
		}
	}

	private @Nullable Object convert(String function, EncodedValue value, Type type, CallFiles files) {
		try {
			return this.codec.decodeResult(value, type, files);
		}
		catch (ValueConversionException ex) {
			throw new ValueConversionException(misfit(function) + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Begin the text that says what of a function's result does not fit.
	 */
	String misfit(String function) {
		return "Function '" + function + "' of worker '" + this.settings.worker()
				+ "' answered with something else than asked for";
	}

	/**
	 * An error that comes when the time is over may tell of no more than that, such as
	 * that the function was interrupted.
	 */
	private MultifrostException failed(Request request, Failure failure) {
		Duration timeout = request.timeout();
		if (timeout != null
				&& (failure.error().startsWith(DEADLINE_EXCEEDED) || request.nanosLeft(System.nanoTime()) <= 0)) {
			return new CallTimeoutException(this.settings.worker(), request.function(), timeout,
					"its time was over when the worker answered '" + firstLine(failure.error()) + "'");
		}
		ErrorDetails details = ErrorDetails.of(failure);
		return (details != null)
				? new RemoteCallException(this.settings.worker(), request.function(), details.type(), details.message(),
						details.trace().isEmpty() ? null : details.trace())
				: new RemoteCallException(this.settings.worker(), request.function(), failure.error());
	}

	private static String firstLine(String text) {
		int end = text.indexOf('\n');
		return (end < 0) ? text : text.substring(0, end);
	}

}
