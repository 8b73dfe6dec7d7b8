package io.multifrost.spring.autoconfigure;

import java.util.Objects;

import io.multifrost.spring.autoconfigure.properties.ParentProperties;

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
		return Objects.requireNonNull(this.properties.endpoint(), "endpoint");
	}

}
