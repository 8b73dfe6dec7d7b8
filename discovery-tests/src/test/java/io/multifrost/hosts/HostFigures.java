package io.multifrost.hosts;

/**
 * What has come of the calls.
 *
 * @param balanced whether each instance had its share
 * @param calls how many were made
 * @param unanswered how many had no end in time
 * @param wrong how many had a wrong answer
 * @param failedIdempotent how many failed that may be repeated
 * @param rollingFailed how many failed while instances were exchanged
 * @param backMillis how long it took until a host was used again
 */
record HostFigures(boolean balanced, long calls, long unanswered, long wrong, long failedIdempotent, long rollingFailed,
		long backMillis) {

	/**
	 * Return the figures of both, and of the times the longer one.
	 */
	HostFigures plus(HostFigures other) {
		return new HostFigures(this.balanced && other.balanced, this.calls + other.calls,
				this.unanswered + other.unanswered, this.wrong + other.wrong,
				this.failedIdempotent + other.failedIdempotent, this.rollingFailed + other.rollingFailed,
				Math.max(this.backMillis, other.backMillis));
	}

	boolean areWell() {
		return this.balanced && this.unanswered + this.wrong + this.failedIdempotent + this.rollingFailed == 0;
	}

	@Override
	public String toString() {
		return String.format("hosts: calls=%d unanswered=%d wrong=%d failed_idempotent=%d rolling_failed=%d back_ms=%d",
				this.calls, this.unanswered, this.wrong, this.failedIdempotent, this.rollingFailed, this.backMillis);
	}

}
