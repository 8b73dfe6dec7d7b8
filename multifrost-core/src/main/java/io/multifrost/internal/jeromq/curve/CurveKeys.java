package io.multifrost.internal.jeromq.curve;

import java.util.regex.Pattern;

import com.neilalexander.jnacl.crypto.curve25519;
import org.zeromq.ZMQ;
import zmq.util.Z85;

/**
 * Keys of Curve25519 as texts of 40 characters (Z85, RFC 32), the form in which all
 * languages write those for ZeroMQ.
 */
public final class CurveKeys {

	private static final int BYTES = 32;

	private static final Pattern FORMAT = Pattern.compile("[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}");

	private CurveKeys() {
	}

	/**
	 * Return whether a text has the form of a key, be it a public or a secret one.
	 */
	public static boolean isKey(String text) {
		// 40 characters can stand for a number that does not fit into 32 bytes.
		return FORMAT.matcher(text).matches() && text.equals(Z85.encode(bytes(text), BYTES));
	}

	/**
	 * Check a key that a user has given.
	 * @param what names it, for a message that does not show it: it may be a secret one
	 * @param text the key
	 * @return the key
	 * @throws IllegalArgumentException if it is none
	 */
	public static String require(String what, String text) {
		if (!isKey(text)) {
			throw new IllegalArgumentException(
					what + " is no key: one has 40 characters (Z85), as the command that makes "
							+ "keys prints it, and this has " + text.length());
		}
		return text;
	}

	/**
	 * Make a secret key, at random.
	 */
	public static String newSecretKey() {
		return ZMQ.Curve.generateKeyPair().secretKey;
	}

	/**
	 * Return the public key that belongs to a secret one.
	 * @param secretKey the secret key
	 */
	public static String publicKey(String secretKey) {
		byte[] publicKey = new byte[BYTES];
		curve25519.crypto_scalarmult_base(publicKey, bytes(secretKey));
		return encode(publicKey);
	}

	/**
	 * Write a key as a text.
	 */
	public static String encode(byte[] key) {
		return Z85.encode(key, BYTES);
	}

	static byte[] bytes(String key) {
		return Z85.decode(key);
	}

}
