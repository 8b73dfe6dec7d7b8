package io.multifrost.parent;

import java.util.ArrayList;
import java.util.List;

import io.multifrost.internal.transport.Link;

/**
 * The links that calls of one batch were put into. The I/O thread is woken for all of
 * them at the end, and not for each call. For use by the thread that sends the batch.
 */
final class Batch {

	private final List<Link> links = new ArrayList<>(1);

	/**
	 * Remember a link that something was put into.
	 */
	void add(Link link) {
		if (!this.links.contains(link)) {
			this.links.add(link);
		}
	}

	/**
	 * Have all that was put in sent.
	 */
	void handOver() {
		this.links.forEach(Link::handOver);
	}

}
