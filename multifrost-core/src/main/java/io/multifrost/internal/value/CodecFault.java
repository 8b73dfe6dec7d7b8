package io.multifrost.internal.value;

import org.jspecify.annotations.Nullable;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostException;
import io.multifrost.ProtocolException;
import io.multifrost.ValueConversionException;

/**
 * What went wrong somewhere inside a value. It collects the path from the inside out
 * while it passes the arrays and maps around it, and becomes a public exception at the
 * edge of the codec, where it is known what the value is. It has no stack trace of its
 * own: the public exception has one, and hostile input must be cheap to refuse.
 */
public final class CodecFault extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final @Nullable String limit;

	private final long actual;

	private final long maximum;

	private final StringBuilder path = new StringBuilder();

	private CodecFault(String problem, @Nullable String limit, long actual, long maximum, @Nullable Throwable cause) {
		super(problem, cause, false, false);
		this.problem = problem;
		this.limit = limit;
		this.actual = actual;
		this.maximum = maximum;
	}

	public static CodecFault of(String problem) {
		return new CodecFault(problem, null, 0, 0, null);
	}

	public static CodecFault of(String problem, @Nullable Throwable cause) {
		return new CodecFault(problem, null, 0, 0, cause);
	}

	public static CodecFault limit(String limit, long actual, long maximum) {
		return new CodecFault("is beyond the limit " + limit, limit, actual, maximum, null);
	}

	static CodecFault depth(CodecLimits limits) {
		return limit("max-depth", limits.maxDepth() + 1L, limits.maxDepth());
	}

	public static CodecFault messageSize(long actual, CodecLimits limits) {
		return limit("max-message-size", actual, limits.maxMessageSize());
	}

	static void checkValueSize(long size, CodecLimits limits) {
		if (size > limits.maxValueSize()) {
			throw limit("max-value-size", size, limits.maxValueSize());
		}
	}

	public static void checkEntries(long entries, CodecLimits limits) {
		if (entries > limits.maxEntries()) {
			throw limit("max-entries", entries, limits.maxEntries());
		}
	}

	CodecFault within(int index) {
		return within("[" + index + "]");
	}

	CodecFault withinKey(Object key) {
		return within("." + ValuePreview.key(String.valueOf(key)));
	}

	CodecFault within(String pathElement) {
		// A value that is nested a thousand levels deep needs no thousand names
		if (this.path.length() < 200) {
			this.path.insert(0, pathElement);
		}
		return this;
	}

	public boolean isLimit() {
		return this.limit != null;
	}

	/**
	 * Make the exception for a message that was refused.
	 * @param what the thing that the path starts at
	 * @param messageId the id of the message
	 * @return the exception
	 */
	public ProtocolException toProtocolException(String what, @Nullable String messageId) {
		if (this.limit != null) {
			return toLimitException(what, this.limit, messageId);
		}
		return new ProtocolException(what + this.path + " " + this.problem, messageId, getCause());
	}

	/**
	 * Make the exception for a value that was not converted.
	 * @param what the thing that the path starts at, for example {@code argument 2}
	 * @return the exception
	 */
	public MultifrostException toConversionException(String what) {
		if (this.limit != null) {
			return toLimitException(what, this.limit, null);
		}
		return new ValueConversionException(what + this.path + " " + this.problem, getCause());
	}

	private MessageLimitException toLimitException(String what, String limit, @Nullable String messageId) {
		return new MessageLimitException(what + this.path, limit, this.actual, this.maximum, messageId);
	}

}
