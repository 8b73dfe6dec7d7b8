package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A version of the wire protocol. The versions differ on the wire in the value of the
 * {@code app} field alone.
 */
public enum ProtocolVersion {

	/**
	 * Protocol 3, which the existing implementations speak.
	 */
	V3("comlink_ipc_v3"),

	/**
	 * Protocol 4.
	 */
	V4("comlink_ipc_v4");

	private final String app;

	ProtocolVersion(String app) {
		this.app = app;
	}

	/**
	 * Return the value of the {@code app} field in messages of this version.
	 * @return the app id
	 */
	public String app() {
		return this.app;
	}

	/**
	 * Find the version that an {@code app} field names.
	 * @param app the value of the field, or {@code null} where the field is absent
	 * @return the version, or {@code null} if the app is not one of this protocol
	 */
	public static @Nullable ProtocolVersion ofApp(@Nullable String app) {
		for (ProtocolVersion version : values()) {
			if (version.app.equals(app)) {
				return version;
			}
		}
		return null;
	}

}
