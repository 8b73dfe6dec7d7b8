package io.multifrost.internal.jeromq;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.multifrost.internal.DropCounts;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records what a link reports.
 */
final class LinkPeer implements LinkListener {

	final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	final BlockingQueue<Route> routes = new LinkedBlockingQueue<>();

	final DropCounts drops = new DropCounts();

	final AtomicInteger connected = new AtomicInteger();

	final AtomicInteger keyRefused = new AtomicInteger();

	final AtomicInteger disconnected = new AtomicInteger();

	@Override
	public void onMessage(Route route, byte[] payload) {
		this.routes.add(route);
		this.received.add(new String(payload, StandardCharsets.UTF_8));
	}

	@Override
	public void onConnected() {
		this.connected.incrementAndGet();
	}

	@Override
	public void onDisconnected() {
		this.disconnected.incrementAndGet();
	}

	@Override
	public void onKeyRefused() {
		this.keyRefused.incrementAndGet();
	}

	@Override
	public void onDropped(DropReason reason) {
		this.drops.add(reason);
	}

	String next() throws InterruptedException {
		String next = this.received.poll(20, TimeUnit.SECONDS);
		assertThat(next).as("a message").isNotNull();
		return next;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
