package io.multifrost.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;

/**
 * The bytes that the threads of this process allocate, summed over those that live at
 * both ends of an interval, or began within it. The asking thread does not count.
 */
public final class Allocation {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Map<Long, Long> marked = Map.of();

	/**
	 * Begin an interval.
	 */
	public void mark() {
		this.marked = bytes();
	}

	/**
	 * Return what was allocated since the interval began.
	 * @return a number of bytes
	 */
	public long sinceMark() {
		long sum = 0;
		for (Map.Entry<Long, Long> entry : bytes().entrySet()) {
			sum += entry.getValue() - this.marked.getOrDefault(entry.getKey(), 0L);
		}
		return sum;
	}

	private Map<Long, Long> bytes() {
		long[] ids = this.threads.getAllThreadIds();
		long[] bytes = this.threads.getThreadAllocatedBytes(ids);
		Map<Long, Long> byId = new HashMap<>();
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] >= 0 && ids[i] != Thread.currentThread().getId()) {
				byId.put(ids[i], bytes[i]);
			}
		}
		return byId;
	}

}
