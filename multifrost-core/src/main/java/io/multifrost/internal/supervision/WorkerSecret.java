package io.multifrost.internal.supervision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Heartbeat;

/**
 * What one spawned process alone is told, so that nobody else can answer in its place: it
 * repeats it with each heartbeat that it answers. Workers that know nothing of it name no
 * {@code features} either, and are believed without.
 *
 * @param value the secret, in hexadecimal
 */
record WorkerSecret(String value) {

	private static final int BYTES = 16;

	private static final SecureRandom random = new SecureRandom();

	static WorkerSecret random() {
		byte[] bytes = new byte[BYTES];
		random.nextBytes(bytes);
		return new WorkerSecret(HexFormat.of().formatHex(bytes));
	}

	/**
	 * Return whether whoever has answered may be the process.
	 * @param metadata the metadata of the answer
	 * @return whether it has the secret, or cannot be expected to
	 */
	boolean isKnownWhereItMustBe(Map<String, ? extends @Nullable Object> metadata) {
		if (!metadata.containsKey(Heartbeat.FEATURES) && !metadata.containsKey(Heartbeat.SECRET)) {
			return true;
		}
		return metadata.get(Heartbeat.SECRET) instanceof String told && MessageDigest
			.isEqual(told.getBytes(StandardCharsets.UTF_8), this.value.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return "WorkerSecret[...]";
	}

}
