package io.multifrost.internal.supervision;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.supervision.ConnectedGeneration.Location;
import io.multifrost.internal.supervision.ConnectedGeneration.Locator;

/**
 * A worker at a known address.
 */
public final class EndpointTarget implements Target {

	private final Endpoint endpoint;

	public EndpointTarget(String endpoint) {
		this.endpoint = Endpoint.parse(endpoint);
		if (this.endpoint.port() == 0) {
			throw new IllegalArgumentException("The endpoint '" + endpoint + "' names no port");
		}
	}

	@Override
	public String defaultName() {
		return this.endpoint.toString();
	}

	@Override
	public GenerationFactory generations(InstanceContext context) {
		Locator locator = new Locator("the endpoint that is configured",
				(timeout) -> new Location(this.endpoint, null));
		return (recovery, listener) -> new ConnectedGeneration(context, locator, recovery, listener);
	}

}
