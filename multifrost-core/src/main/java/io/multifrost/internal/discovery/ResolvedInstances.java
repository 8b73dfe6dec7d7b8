package io.multifrost.internal.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.jeromq.Endpoint;

/**
 * Those that are configured. A name of a host may stand for several, and for others in
 * the course of time.
 */
public final class ResolvedInstances implements InstanceSource {

	/** Where they are, in words for a message. */
	public static final String DESCRIPTION = "the endpoint that is configured";

	private final List<Endpoint> endpoints;

	/** Why a name could not be looked up the last time. */
	private volatile @Nullable UnknownHostException unknown;

	public ResolvedInstances(List<Endpoint> endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public String description() {
		return DESCRIPTION;
	}

	@Override
	public Set<Location> locations() {
		this.unknown = null;
		return this.endpoints.stream()
			.flatMap(this::resolve)
			.map(Location::of)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private Stream<Endpoint> resolve(Endpoint endpoint) {
		if (!endpoint.isNamed()) {
			return Stream.of(endpoint);
		}
		try {
			InetAddress[] all = InetAddress.getAllByName(endpoint.host());
			// A host that has addresses of both families is still one.
			return Stream.of(all)
				.filter((address) -> address instanceof Inet4Address == all[0] instanceof Inet4Address)
				.map((address) -> new Endpoint(address.getHostAddress(), endpoint.port()));
		}
		catch (UnknownHostException ex) {
			this.unknown = ex;
			return Stream.empty();
		}
	}

	@Override
	public MultifrostException noneFound() {
		String names = this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
		return new WorkerUnavailableException(names, "no address is known of " + names + " (" + DESCRIPTION
				+ "); see that the name is right, and that it can be looked up here", this.unknown);
	}

}
