package io.multifrost.internal.supervision;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.supervision.ServiceLocator.Location;

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
		return GenerationFactory.connecting(context,
				new ServiceLocator("the endpoint that is configured", (timeout) -> new Location(this.endpoint, null)));
	}

}
