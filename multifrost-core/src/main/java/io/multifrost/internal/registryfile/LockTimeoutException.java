package io.multifrost.internal.registryfile;

import java.io.IOException;

/**
 * The locks of the registry could not be had in time.
 */
public final class LockTimeoutException extends IOException {

	LockTimeoutException(String reason) {
		super(reason);
	}

}
