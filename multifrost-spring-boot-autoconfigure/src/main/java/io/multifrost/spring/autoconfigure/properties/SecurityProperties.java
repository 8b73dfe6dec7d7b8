package io.multifrost.spring.autoconfigure.properties;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.security.CurveKeyPair;

/**
 * Keys by which services and those who call them know each other, and by which all that
 * they say is encrypted.
 *
 * @param secretKey Secret key of this application: by it, its services and its parents
 * show who they are.
 * @param allowedClients Public keys of those who may call services of this application,
 * or * for all who know its public key.
 * @param local Whether the key of the user who runs this application is used, in place of
 * one that is named: services are then closed to other users of the machine.
 */
public record SecurityProperties(@Nullable String secretKey, @DefaultValue List<String> allowedClients, boolean local) {

	private static final String PREFIX = "multifrost.security.";

	/** The server key of a service that is talked to in clear. */
	private static final String NO_KEY = "none";

	/**
	 * Apply what holds for a worker that is connected to.
	 * @param worker the name of the worker
	 * @param serverKey the key of the worker, {@code none} to talk to it in clear, or
	 * {@code null} if it is not named
	 * @param directory the directory of the service registry, or {@code null} for that of
	 * the user
	 * @param builder the builder of the worker
	 */
	public void applyTo(String worker, @Nullable String serverKey, @Nullable String directory,
			ParentWorkerBuilder builder) {
		if (NO_KEY.equals(serverKey)) {
			builder.serverKey(NO_KEY);
			return;
		}
		CurveKeyPair own = ownKeys(directory);
		if (own != null) {
			builder.keys(own);
		}
		String expected = (serverKey == null && this.local && own != null) ? own.publicKey() : serverKey;
		if (expected != null) {
			checked("multifrost.parents." + worker + ".server-key", () -> builder.serverKey(expected));
		}
	}

	/**
	 * Apply what holds for a service of this application.
	 * @param directory the directory of the service registry, or {@code null} for that of
	 * the user
	 * @param builder the builder of the service
	 */
	public void applyTo(@Nullable String directory, ChildWorkerBuilder builder) {
		CurveKeyPair own = ownKeys(directory);
		if (own == null) {
			return;
		}
		if (this.allowedClients.isEmpty() && !this.local) {
			throw new InvalidConfigurationException(
					"This application has a key and serves others, but nobody may call it",
					"Name the public keys of those who may in " + PREFIX
							+ "allowed-clients, or * there for all who know the public key of this application, "
							+ own.publicKey(),
					null);
		}
		Set<String> allowed = this.local ? Set.of(own.publicKey()) : Set.copyOf(this.allowedClients);
		checked(PREFIX + "allowed-clients", () -> builder.keys(own, allowed));
	}

	private @Nullable CurveKeyPair ownKeys(@Nullable String directory) {
		boolean named = StringUtils.hasText(this.secretKey);
		if (this.local && (named || !this.allowedClients.isEmpty())) {
			throw new InvalidConfigurationException(PREFIX + "local uses the key of the user, and another is named",
					"Remove " + PREFIX + "local, or else " + PREFIX + "secret-key and " + PREFIX + "allowed-clients",
					null);
		}
		if (this.local) {
			return StringUtils.hasText(directory) ? CurveKeyPair.inDirectory(Path.of(directory))
					: CurveKeyPair.ofUser();
		}
		if (named && this.secretKey != null) {
			return checked(PREFIX + "secret-key", () -> CurveKeyPair.ofSecretKey(this.secretKey));
		}
		if (!this.allowedClients.isEmpty()) {
			throw new InvalidConfigurationException(PREFIX
					+ "allowed-clients says who may call this application, which " + "has no key by which to tell",
					"Set " + PREFIX + "secret-key", null);
		}
		return null;
	}

	/**
	 * Name the property of a key that is refused, but not the key.
	 */
	private static <T> T checked(String property, Supplier<T> use) {
		try {
			return use.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationException(property + " cannot be used: " + ex.getMessage(),
					"Correct it; python -m multifrost_worker keys and io.multifrost.security.MakeKeys print a key pair",
					ex);
		}
	}

	/**
	 * Return the properties without the secret key.
	 */
	@Override
	public String toString() {
		return "SecurityProperties[allowedClients=" + this.allowedClients + ", local=" + this.local + "]";
	}

}
