package io.multifrost.internal.python;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

final class Hashes {

	/**
	 * 128 bits tell contents apart; names of scripts in an environment have to stay
	 * short.
	 */
	private static final int NAME_BYTES = 16;

	private Hashes() {
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	/** Return a name for a folder whose content the digest is of. */
	static String name(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
	}

}
