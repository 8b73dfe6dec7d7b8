package io.multifrost.internal.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.Endpoint;

/**
 * Those that are configured. A name of a host may stand for several, and for others in
 * the course of time.
 */
public final class ResolvedInstances implements InstanceSource {

	/** Where they are, in words for a message. */
	public static final String DESCRIPTION = "the endpoint that is configured";

	private static final Logger logger = BackgroundLogger.of(ResolvedInstances.class);

	private final List<Endpoint> endpoints;

	private final HostLookup lookup;

	/** What names stood for when they could be looked up last. */
	private final Map<Endpoint, List<Endpoint>> known = new ConcurrentHashMap<>();

	/** Why names cannot be looked up at present. */
	private final Map<Endpoint, UnknownHostException> unknown = new ConcurrentHashMap<>();

	public ResolvedInstances(List<Endpoint> endpoints) {
		this(endpoints, InetAddress::getAllByName);
	}

	ResolvedInstances(List<Endpoint> endpoints, HostLookup lookup) {
		this.endpoints = endpoints;
		this.lookup = lookup;
	}

	@Override
	public String description() {
		return DESCRIPTION;
	}

	@Override
	public Set<Location> locations() {
		return this.endpoints.stream()
			.flatMap((endpoint) -> resolve(endpoint).stream())
			.map(Location::of)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * A name that cannot be looked up stands for what it stood for: a failure of DNS says
	 * nothing of the host.
	 */
	private List<Endpoint> resolve(Endpoint endpoint) {
		if (!endpoint.isNamed()) {
			return List.of(endpoint);
		}
		try {
			InetAddress[] all = this.lookup.addresses(endpoint.host());
			// A host that has addresses of both families is still one.
			List<Endpoint> found = Stream.of(all)
				.filter((address) -> address instanceof Inet4Address == all[0] instanceof Inet4Address)
				.map((address) -> new Endpoint(address.getHostAddress(), endpoint.port()))
				.toList();
			this.known.put(endpoint, found);
			if (this.unknown.remove(endpoint) != null) {
				logger.info("The host of {} can be looked up again", endpoint);
			}
			return found;
		}
		catch (UnknownHostException ex) {
			List<Endpoint> last = this.known.getOrDefault(endpoint, List.of());
			if (this.unknown.put(endpoint, ex) == null) {
				logger.warn("The host of {} cannot be looked up; until it can, its last addresses are used: {}",
						endpoint, last);
			}
			return last;
		}
	}

	@Override
	public MultifrostException noneFound() {
		String names = this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
		return new WorkerUnavailableException(names,
				"no address is known of " + names + " (" + DESCRIPTION
						+ "); see that the name is right, and that it can be looked up here",
				this.unknown.values().stream().findFirst().orElse(null));
	}

	/**
	 * Looks up the addresses of a host.
	 */
	interface HostLookup {

		InetAddress[] addresses(String host) throws UnknownHostException;

	}

}
