package io.multifrost.internal.stream;

/**
 * How many items may be on their way to a reader: enough to keep the way full, and no
 * more than about 256 KiB of them, behind which other calls wait. For use by the thread
 * that reads.
 */
final class CreditWindow {

	/** What is given before the size of an item is known. */
	static final int INITIAL = 16;

	/** Large ones, which one after the other would have to be asked for. */
	private static final int MIN = 4;

	private static final int MAX = 4096;

	private static final long MAX_BYTES = 256 * 1024;

	private long window = INITIAL;

	private long granted;

	private long read;

	/** Items of late, and their bytes: what they have can change. */
	private long arrived;

	private long bytes;

	/**
	 * Return how many items have ever been asked for.
	 */
	long granted() {
		return this.granted;
	}

	/**
	 * Add what has arrived.
	 * @param items how many items
	 * @param bytes how many bytes they have together
	 */
	void arrived(int items, int bytes) {
		this.arrived += items;
		this.bytes += bytes;
		if (this.arrived > MAX) {
			this.arrived = Math.max(1, this.arrived / 2);
			this.bytes /= 2;
		}
	}

	/**
	 * An item was read.
	 */
	void read() {
		this.read++;
	}

	/**
	 * Ask for more when half of what was asked for is read, so that the sender need not
	 * stop; each time for twice as many, since whoever reads on is likely to go on.
	 * @return how many more items may come, 0 for none at present
	 */
	int grant() {
		long open = this.granted - this.read;
		if (open > this.window / 2) {
			return 0;
		}
		if (this.read > 0) {
			long sensible = (this.bytes > 0) ? MAX_BYTES * this.arrived / this.bytes : MAX;
			this.window = Math.max(MIN, Math.min(Math.min(MAX, sensible), 2 * this.window));
		}
		long more = Math.max(0, this.window - open);
		this.granted += more;
		return (int) more;
	}

}
