package io.multifrost.internal.supervision;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.discovery.InstanceSource;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.discovery.ResolvedInstances;
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
		return ConnectedGeneration.lives(context, new Locator(ResolvedInstances.DESCRIPTION, (timeout) -> only));
	}

	@Override
	public @Nullable InstanceSource source() {
		boolean fixed = this.endpoints.size() == 1 && !this.endpoints.get(0).isNamed();
		return fixed ? null : new ResolvedInstances(this.endpoints);
	}

}
