package io.multifrost.internal.jeromq.curve;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a host, or a network of IPv6, may begin a handshake by keys, which keeps the
 * I/O thread busy for 10 ms and more: those that do not end well are bounded, so that
 * strangers do not hold up others. One that ends well counts for nothing. Runs on the I/O
 * thread alone.
 */
public final class HandshakePace {

	private static final int BURST = 10;

	private static final long INTERVAL = Duration.ofMillis(200).toNanos();

	/** Hosts that come when there are so many share one allowance. */
	private static final int MAX_HOSTS = 1000;

	private static final int NETWORK_GROUPS = 4;

	private static final String OTHERS = "";

	private final LongSupplier nanoTime;

	/** When all that a host has begun is forgiven. */
	private final Map<String, Long> forgiven = new HashMap<>();

	/**
	 * Create a pace.
	 * @param nanoTime tells the time, as {@link System#nanoTime()}
	 */
	public HandshakePace(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * A host has connected.
	 * @param host its address
	 * @return whether it may begin
	 */
	public boolean begin(String host) {
		String network = network(host);
		long now = this.nanoTime.getAsLong();
		if (this.forgiven.size() >= MAX_HOSTS) {
			this.forgiven.values().removeIf((time) -> time - now <= 0);
		}
		String counted = (this.forgiven.size() < MAX_HOSTS || this.forgiven.containsKey(network)) ? network : OTHERS;
		long free = this.forgiven.getOrDefault(counted, now);
		long next = ((free - now > 0) ? free : now) + INTERVAL;
		if (next - now > BURST * INTERVAL) {
			return false;
		}
		this.forgiven.put(counted, next);
		return true;
	}

	/**
	 * A handshake of a host has ended well.
	 * @param host its address
	 */
	public void succeeded(String host) {
		this.forgiven.computeIfPresent(network(host), (name, time) -> time - INTERVAL);
	}

	/**
	 * A host has as many addresses of IPv6 as it likes, which begin alike.
	 */
	private static String network(String host) {
		String[] groups = host.split(":");
		return (groups.length > NETWORK_GROUPS) ? String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) : host;
	}

}
