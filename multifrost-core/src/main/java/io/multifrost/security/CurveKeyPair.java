package io.multifrost.security;

import java.nio.file.Path;

import io.multifrost.MultifrostException;
import io.multifrost.internal.UserDirectory;
import io.multifrost.internal.jeromq.curve.CurveKeys;

/**
 * The key pair by which one side of a connection shows the other who it is (CurveZMQ, RFC
 * 26): the other side is told the public key, and nobody the secret one. Keys are texts
 * of 40 characters, as in all languages that speak ZeroMQ.
 */
public final class CurveKeyPair {

	/** What applications of Spring take for the beginning of a name. */
	private static final String PLACEHOLDER = "${";

	private final String secretKey;

	private final String publicKey;

	private CurveKeyPair(String secretKey) {
		this.secretKey = secretKey;
		this.publicKey = CurveKeys.publicKey(secretKey);
	}

	/**
	 * Make a key pair, at random.
	 * @return the key pair
	 */
	public static CurveKeyPair generate() {
		CurveKeyPair made;
		do {
			made = new CurveKeyPair(CurveKeys.newSecretKey());
		}
		while ((made.publicKey + made.secretKey).contains(PLACEHOLDER));
		return made;
	}

	/**
	 * Return the key pair that has a secret key.
	 * @param secretKey the secret key
	 * @return the key pair
	 * @throws IllegalArgumentException if that is no key; the message does not show it
	 */
	public static CurveKeyPair ofSecretKey(String secretKey) {
		return new CurveKeyPair(CurveKeys.require("The secret key", secretKey));
	}

	/**
	 * Return the key pair of the user who runs this process, which is kept in a file
	 * beside the registry of services, and made where there is none yet. With it on both
	 * sides, services on loopback are closed to other users of the machine.
	 * @return the key pair
	 * @throws io.multifrost.MultifrostException if there is no place for the file, it
	 * cannot be read or made, or others may read it
	 */
	public static CurveKeyPair ofUser() {
		return inDirectory(UserDirectory.find()
			.orElseThrow(
					() -> new MultifrostException("There is no directory for the key of this user, who has no home "
							+ "directory: set HOME, or name a directory by " + UserDirectory.VARIABLE)));
	}

	/**
	 * Return the key pair that is kept in a directory, which is made where there is none
	 * yet.
	 * @param directory the directory
	 * @return the key pair
	 * @throws io.multifrost.MultifrostException as {@link #ofUser()}
	 */
	public static CurveKeyPair inDirectory(Path directory) {
		return new CurveKeyPair(UserKey.readOrMake(directory));
	}

	/**
	 * Return what the other side is told.
	 * @return the public key
	 */
	public String publicKey() {
		return this.publicKey;
	}

	/**
	 * Return what nobody else may know.
	 * @return the secret key
	 */
	public String secretKey() {
		return this.secretKey;
	}

	/**
	 * Return the public key alone, so that the secret one is in no log.
	 */
	@Override
	public String toString() {
		return "CurveKeyPair[" + this.publicKey + "]";
	}

}
