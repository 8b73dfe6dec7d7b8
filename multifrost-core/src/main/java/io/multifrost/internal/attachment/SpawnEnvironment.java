package io.multifrost.internal.attachment;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.Features;
import io.multifrost.internal.Ports;
import io.multifrost.internal.SpawnVariables;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.message.Message.Heartbeat;

/**
 * What a parent tells a worker that it has started, through the environment.
 */
public final class SpawnEnvironment {

	private static final List<String> FEATURES = Stream
		.concat(Stream.of(Features.DESCRIBE, Features.KEYWORD_ARGUMENTS, Features.STREAM, Features.UPLOAD,
				Features.ARRAY), Compressor.names().stream())
		.toList();

	private SpawnEnvironment() {
	}

	/**
	 * Return whether a parent has started this process.
	 * @param environment the environment of this process
	 * @return whether it names a port
	 */
	public static boolean isSpawned(Map<String, String> environment) {
		return environment.containsKey(SpawnVariables.PORT);
	}

	/**
	 * Return what this process repeats to its parent with each heartbeat.
	 * @param environment the environment of this process
	 * @param files whether it can read the files of its parent
	 * @return the metadata to add; none where no parent of this library has started it
	 */
	public static Map<String, Object> proof(Map<String, String> environment, boolean files) {
		@Nullable String secret = environment.get(SpawnVariables.SECRET);
		return (secret != null) ? Map.of(Heartbeat.SECRET, secret, Heartbeat.FEATURES, features(files)) : Map.of();
	}

	/**
	 * Return what a service, which no parent has started, adds to each heartbeat. It does
	 * not offer to describe itself: clients that are there before it, or that it serves
	 * in part as in a test, are to start.
	 */
	public static Map<String, Object> ofService() {
		return Map.of(Heartbeat.FEATURES,
				FEATURES.stream().filter((feature) -> !feature.equals(Features.DESCRIBE)).toList());
	}

	private static List<String> features(boolean files) {
		return files ? Stream.concat(FEATURES.stream(), Stream.of(Features.FILE)).toList() : FEATURES;
	}

	/**
	 * Return the port of the parent.
	 * @param environment the environment of this process
	 * @return the port
	 * @throws IllegalStateException if there is none, or it is not one
	 */
	public static int port(Map<String, String> environment) {
		@Nullable String value = environment.get(SpawnVariables.PORT);
		if (value == null) {
			throw new IllegalStateException("The environment variable " + SpawnVariables.PORT
					+ " is not set: a worker is started by a parent, which sets it to the port it listens on");
		}
		try {
			int port = Integer.parseInt(value.strip());
			if (port >= Ports.MIN_UNPRIVILEGED && port <= Ports.MAX) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			throw invalid(value, ex);
		}
		throw invalid(value, null);
	}

	private static IllegalStateException invalid(String value, @Nullable Throwable cause) {
		return new IllegalStateException("The environment variable " + SpawnVariables.PORT + " is '" + value
				+ "', and has to be a port from " + Ports.MIN_UNPRIVILEGED + " to " + Ports.MAX, cause);
	}

}
