package io.multifrost.internal.registryfile;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The registry file is there but does not hold what a registry holds.
 */
final class MalformedRegistryException extends IOException {

	MalformedRegistryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
