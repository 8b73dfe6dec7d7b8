package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.jeromq.curve.SocketSecurity;

/**
 * By which keys a parent and the services that it connects to know each other. A parent
 * that was given a key talks to services alone whose key is known.
 *
 * @param secretKey shows who the parent is, or {@code null} where any key will do
 * @param serverKey the public key of the service, or {@code null} where the registry has
 * to know it
 * @param inClear whether no keys are used, whatever the registry names
 */
public record ParentKeys(@Nullable String secretKey, @Nullable String serverKey, boolean inClear) {

	/** Keys are used where the registry names that of the service. */
	public static final ParentKeys NONE = new ParentKeys(null, null, false);

	public static final ParentKeys IN_CLEAR = new ParentKeys(null, null, true);

	/**
	 * Return how to talk to a service.
	 * @param location where it is, and what is known of it
	 * @throws IllegalArgumentException if its key has to be known and is not
	 */
	SocketSecurity towards(Location location) {
		if (this.inClear) {
			return SocketSecurity.NONE;
		}
		String key = (this.serverKey != null) ? this.serverKey : location.publicKey();
		if (key != null) {
			return new SocketSecurity.Client((this.secretKey != null) ? this.secretKey : CurveKeys.newSecretKey(),
					CurveKeys.require("The key that the registry has for " + location.address(), key));
		}
		if (this.secretKey != null) {
			throw new IllegalArgumentException(
					"this parent has a key and so talks to services alone that have one, and none is known of "
							+ location.address()
							+ "; name it (server-key), or have the service publish it in the registry");
		}
		return SocketSecurity.NONE;
	}

	/**
	 * Return the keys without the secret one, which is to be in no log.
	 */
	@Override
	public String toString() {
		return "ParentKeys[server " + this.serverKey + "]";
	}

}
