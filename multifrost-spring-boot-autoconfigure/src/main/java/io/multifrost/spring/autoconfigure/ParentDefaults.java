package io.multifrost.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.multifrost.ProtocolVersion;

/**
 * Properties that a worker may have of its own, or share with all others as their
 * defaults.
 */
public class ParentDefaults {

	/**
	 * Version of the wire protocol in which calls are sent; V3 where nothing is said.
	 */
	private @Nullable ProtocolVersion protocol;

	/**
	 * Namespace in which functions are called; "default" where nothing is said.
	 */
	private @Nullable String namespace;

	/**
	 * Name that calls carry for the worker to see.
	 */
	private @Nullable String clientName;

	/**
	 * Time that a call may take; zero, or nothing said, means without limit.
	 */
	private @Nullable Duration callTimeout;

	/**
	 * Time that a worker may take from its start to its first answer; 10 seconds where
	 * nothing is said.
	 */
	private @Nullable Duration startTimeout;

	/**
	 * Time that a worker may take to finish what runs when it is stopped, before it is
	 * terminated; 5 seconds where nothing is said.
	 */
	private @Nullable Duration stopTimeout;

	/**
	 * Number of calls that may wait for an answer at once; a call beyond that is refused.
	 * 10,000 where nothing is said.
	 */
	private @Nullable Integer maxInFlight;

	/**
	 * Limits of what messages may hold.
	 */
	private final Limits limits = new Limits();

	/**
	 * Return the version of the wire protocol in which calls are sent; V3 where nothing
	 * is said.
	 * @return the protocol
	 */
	public @Nullable ProtocolVersion getProtocol() {
		return this.protocol;
	}

	/**
	 * Set the version of the wire protocol in which calls are sent; V3 where nothing is
	 * said.
	 * @param protocol the protocol
	 */
	public void setProtocol(@Nullable ProtocolVersion protocol) {
		this.protocol = protocol;
	}

	/**
	 * Return the namespace in which functions are called; "default" where nothing is
	 * said.
	 * @return the namespace
	 */
	public @Nullable String getNamespace() {
		return this.namespace;
	}

	/**
	 * Set the namespace in which functions are called; "default" where nothing is said.
	 * @param namespace the namespace
	 */
	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Return the name that calls carry for the worker to see.
	 * @return the client name
	 */
	public @Nullable String getClientName() {
		return this.clientName;
	}

	/**
	 * Set the name that calls carry for the worker to see.
	 * @param clientName the client name
	 */
	public void setClientName(@Nullable String clientName) {
		this.clientName = clientName;
	}

	/**
	 * Return the time that a call may take; zero, or nothing said, means without limit.
	 * @return the call timeout
	 */
	public @Nullable Duration getCallTimeout() {
		return this.callTimeout;
	}

	/**
	 * Set the time that a call may take; zero, or nothing said, means without limit.
	 * @param callTimeout the call timeout
	 */
	public void setCallTimeout(@Nullable Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	/**
	 * Return the time that a worker may take from its start to its first answer; 10
	 * seconds where nothing is said.
	 * @return the start timeout
	 */
	public @Nullable Duration getStartTimeout() {
		return this.startTimeout;
	}

	/**
	 * Set the time that a worker may take from its start to its first answer; 10 seconds
	 * where nothing is said.
	 * @param startTimeout the start timeout
	 */
	public void setStartTimeout(@Nullable Duration startTimeout) {
		this.startTimeout = startTimeout;
	}

	/**
	 * Return the time that a worker may take to finish what runs when it is stopped,
	 * before it is terminated; 5 seconds where nothing is said.
	 * @return the stop timeout
	 */
	public @Nullable Duration getStopTimeout() {
		return this.stopTimeout;
	}

	/**
	 * Set the time that a worker may take to finish what runs when it is stopped, before
	 * it is terminated; 5 seconds where nothing is said.
	 * @param stopTimeout the stop timeout
	 */
	public void setStopTimeout(@Nullable Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
	}

	/**
	 * Return the number of calls that may wait for an answer at once; a call beyond that
	 * is refused.
	 * @return the max in flight
	 */
	public @Nullable Integer getMaxInFlight() {
		return this.maxInFlight;
	}

	/**
	 * Set the number of calls that may wait for an answer at once; a call beyond that is
	 * refused.
	 * @param maxInFlight the max in flight
	 */
	public void setMaxInFlight(@Nullable Integer maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	/**
	 * Return the limits of what messages may hold.
	 * @return the limits
	 */
	public Limits getLimits() {
		return this.limits;
	}

	/**
	 * Limits of what messages may hold, both those that are sent and those that arrive.
	 */
	public static final class Limits {

		/**
		 * Size of one message; 64 MB where nothing is said.
		 */
		private @Nullable DataSize maxMessageSize;

		/**
		 * Size of one string or binary value; 10 MB where nothing is said.
		 */
		private @Nullable DataSize maxValueSize;

		/**
		 * Number of entries of one array or map; 100,000 where nothing is said.
		 */
		private @Nullable Integer maxEntries;

		/**
		 * Number of levels of arrays and maps within each other; 100 where nothing is
		 * said.
		 */
		private @Nullable Integer maxDepth;

		/**
		 * Return the size of one message; 64 MB where nothing is said.
		 * @return the max message size
		 */
		public @Nullable DataSize getMaxMessageSize() {
			return this.maxMessageSize;
		}

		/**
		 * Set the size of one message; 64 MB where nothing is said.
		 * @param maxMessageSize the max message size
		 */
		public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
		}

		/**
		 * Return the size of one string or binary value; 10 MB where nothing is said.
		 * @return the max value size
		 */
		public @Nullable DataSize getMaxValueSize() {
			return this.maxValueSize;
		}

		/**
		 * Set the size of one string or binary value; 10 MB where nothing is said.
		 * @param maxValueSize the max value size
		 */
		public void setMaxValueSize(@Nullable DataSize maxValueSize) {
			this.maxValueSize = maxValueSize;
		}

		/**
		 * Return the number of entries of one array or map; 100,000 where nothing is
		 * said.
		 * @return the max entries
		 */
		public @Nullable Integer getMaxEntries() {
			return this.maxEntries;
		}

		/**
		 * Set the number of entries of one array or map; 100,000 where nothing is said.
		 * @param maxEntries the max entries
		 */
		public void setMaxEntries(@Nullable Integer maxEntries) {
			this.maxEntries = maxEntries;
		}

		/**
		 * Return the number of levels of arrays and maps within each other; 100 where
		 * nothing is said.
		 * @return the max depth
		 */
		public @Nullable Integer getMaxDepth() {
			return this.maxDepth;
		}

		/**
		 * Set the number of levels of arrays and maps within each other; 100 where
		 * nothing is said.
		 * @param maxDepth the max depth
		 */
		public void setMaxDepth(@Nullable Integer maxDepth) {
			this.maxDepth = maxDepth;
		}

	}

}
