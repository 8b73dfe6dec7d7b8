package io.multifrost.spring.autoconfigure;

import java.util.Objects;

/**
 * What the properties of a worker say about its address.
 */
class PropertiesMultifrostConnectionDetails implements MultifrostConnectionDetails {

	private final ParentProperties properties;

	PropertiesMultifrostConnectionDetails(ParentProperties properties) {
		this.properties = properties;
	}

	@Override
	public String getEndpoint() {
		return Objects.requireNonNull(this.properties.getEndpoint(), "endpoint");
	}

}
