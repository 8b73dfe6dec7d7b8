package io.multifrost.registry;

import java.io.IOException;

/**
 * The locks of the registry could not be had in time.
 */
final class LockTimeoutException extends IOException {

	LockTimeoutException(String reason) {
		super(reason);
	}

}
