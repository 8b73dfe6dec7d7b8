package io.multifrost.internal.supervision;

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
import io.multifrost.internal.supervision.ConnectedGeneration.Locator;

/**
 * A worker at known addresses. A name of a host may stand for several, and for others in
 * the course of time.
 */
public final class AddressTarget implements Target {

	private final List<Endpoint> endpoints;

	/**
	 * Create a target.
	 * @param endpoints addresses of the form {@code tcp://host:port}
	 * @throws IllegalArgumentException if there is none, or one is something else
	 */
	public AddressTarget(List<String> endpoints) {
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("There is no endpoint to connect to: name one, as tcp://host:port");
		}
		this.endpoints = endpoints.stream().map(AddressTarget::parse).toList();
	}

	private static Endpoint parse(String text) {
		Endpoint endpoint = Endpoint.parse(text);
		if (endpoint.port() == 0) {
			throw new IllegalArgumentException("The endpoint '" + text + "' names no port");
		}
		return endpoint;
	}

	@Override
	public String defaultName() {
		return this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
	}

	@Override
	public GenerationFactory generations(InstanceContext context) {
		Location only = Location.of(this.endpoints.get(0));
		return ConnectedGeneration.lives(context, new Locator(description(), (timeout) -> only));
	}

	@Override
	public @Nullable InstanceSource source() {
		boolean fixed = this.endpoints.size() == 1 && !this.endpoints.get(0).isNamed();
		return fixed ? null : new ResolvedInstances();
	}

	private String description() {
		return (this.endpoints.size() > 1) ? "one of the endpoints that are configured"
				: "the endpoint that is configured";
	}

	/**
	 * Those that the names of hosts stand for.
	 */
	private final class ResolvedInstances implements InstanceSource {

		/** What the names stood for when they were last known to the resolver. */
		private volatile @Nullable UnknownHostException unknown;

		@Override
		public String description() {
			return AddressTarget.this.description();
		}

		@Override
		public Set<Location> locations() {
			this.unknown = null;
			return AddressTarget.this.endpoints.stream()
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
			return new WorkerUnavailableException(defaultName(), "no address is known of " + defaultName()
					+ " (the endpoint that is configured); see that the name is right, and that it can be looked up here",
					this.unknown);
		}

	}

}
