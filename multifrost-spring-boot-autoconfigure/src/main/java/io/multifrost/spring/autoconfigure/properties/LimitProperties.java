package io.multifrost.spring.autoconfigure.properties;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what messages may hold, both those that are sent and those that arrive.
 */
public final class LimitProperties {

	/**
	 * Size of one message.
	 */
	private @Nullable DataSize maxMessageSize;

	/**
	 * Size of one string or binary value.
	 */
	private @Nullable DataSize maxValueSize;

	/**
	 * Number of entries of one array or map.
	 */
	private @Nullable Integer maxEntries;

	/**
	 * Number of levels of arrays and maps within each other.
	 */
	private @Nullable Integer maxDepth;

	/**
	 * Return the size of one message.
	 * @return the max message size
	 */
	public @Nullable DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	/**
	 * Set the size of one message.
	 * @param maxMessageSize the max message size
	 */
	public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Return the size of one string or binary value.
	 * @return the max value size
	 */
	public @Nullable DataSize getMaxValueSize() {
		return this.maxValueSize;
	}

	/**
	 * Set the size of one string or binary value.
	 * @param maxValueSize the max value size
	 */
	public void setMaxValueSize(@Nullable DataSize maxValueSize) {
		this.maxValueSize = maxValueSize;
	}

	/**
	 * Return the number of entries of one array or map.
	 * @return the max entries
	 */
	public @Nullable Integer getMaxEntries() {
		return this.maxEntries;
	}

	/**
	 * Set the number of entries of one array or map.
	 * @param maxEntries the max entries
	 */
	public void setMaxEntries(@Nullable Integer maxEntries) {
		this.maxEntries = maxEntries;
	}

	/**
	 * Return the number of levels of arrays and maps within each other.
	 * @return the max depth
	 */
	public @Nullable Integer getMaxDepth() {
		return this.maxDepth;
	}

	/**
	 * Set the number of levels of arrays and maps within each other.
	 * @param maxDepth the max depth
	 */
	public void setMaxDepth(@Nullable Integer maxDepth) {
		this.maxDepth = maxDepth;
	}

}
