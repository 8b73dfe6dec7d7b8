package io.multifrost.internal.call;

import java.util.ArrayList;
import java.util.List;

import io.multifrost.internal.jeromq.Link;

/**
 * The links that calls of one batch were put into. The I/O thread is woken for all of
 * them at the end, and not for each call. For use by the thread that sends the batch.
 */
public final class Batch {

	private final List<Link> links = new ArrayList<>(1);

	/**
	 * Remember a link that something was put into.
	 */
	public void add(Link link) {
		if (!this.links.contains(link)) {
			this.links.add(link);
		}
	}

	/**
	 * Have all that was put in sent.
	 */
	public void handOver() {
		this.links.forEach(Link::schedule);
	}

}
