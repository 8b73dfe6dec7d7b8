package io.multifrost.parent;

import io.multifrost.internal.transport.Endpoint;

/**
 * A worker at a known address.
 */
final class EndpointTarget implements Target {

	private final Endpoint endpoint;

	EndpointTarget(String endpoint) {
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
		return GenerationFactory.connecting(context, ServiceLocator.of(this.endpoint));
	}

	@Override
	public Target copy() {
		return this;
	}

}
