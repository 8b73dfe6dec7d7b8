package io.multifrost.benchmarks.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which way calls are made, for example {@code in-flight-64}.
 *
 * @param kind what is varied
 * @param size how much of it: calls, threads, workers, parents, or bytes of a payload
 */
public record Shape(Kind kind, int size) {

	private static final Pattern NAME = Pattern.compile("([a-z-]+?)(?:-(\\d+)(KiB|MiB)?)?");

	/**
	 * What a shape varies.
	 */
	public enum Kind {

		/** One call after another. */
		SEQUENTIAL,

		/** So many calls always under way. */
		IN_FLIGHT,

		/** So many threads, each with one call after another. */
		THREADS,

		/** One call after another with so many bytes there and back. */
		PAYLOAD,

		/** The same, with numbers of 8 bytes each. */
		PAYLOAD_LIST,

		/**
		 * One call after another with so many numbers of 8 bytes there, and the sums of
		 * each and one back.
		 */
		ARRAY,

		/** Many small items as the result of one call. */
		STREAM,

		/**
		 * Small calls while one call after another takes so many bytes there and back.
		 */
		BESIDE_PAYLOAD,

		/** Small calls while so many strangers want to speak to the same service. */
		BESIDE_STRANGERS,

		/** One call after another, to one of so many workers in turn. */
		WORKERS,

		/** So many parents with one call after another to the same worker. */
		PARENTS,

		/** One call after another while so many others wait. */
		PENDING,

		/** So many workers are connected and nothing is called. */
		IDLE,

		/** From the start of a worker to its first answer, and its stop. */
		START;

		String text() {
			return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * Read the name of a shape.
	 * @param name a name as {@link #toString()} gives it
	 * @return the shape
	 * @throws IllegalArgumentException if there is no such shape
	 */
	public static Shape parse(String name) {
		Matcher matcher = NAME.matcher(name);
		if (matcher.matches()) {
			for (Kind kind : Kind.values()) {
				if (kind.text().equals(matcher.group(1))) {
					return new Shape(kind, size(matcher.group(2), matcher.group(3)));
				}
			}
		}
		throw new IllegalArgumentException("There is no shape '" + name + "': name one like sequential, in-flight-64, "
				+ "threads-8, payload-1MiB, payload-list-10KiB, array-1000000, stream, beside-payload-16MiB, "
				+ "beside-strangers-1000, workers-100, parents-20, pending-1000, idle-100 or start");
	}

	private static int size(String number, String unit) {
		if (number == null) {
			return 1;
		}
		int factor = "MiB".equals(unit) ? 1 << 20 : "KiB".equals(unit) ? 1 << 10 : 1;
		return Math.multiplyExact(Integer.parseInt(number), factor);
	}

	@Override
	public String toString() {
		return switch (this.kind) {
			case SEQUENTIAL, STREAM, START -> this.kind.text();
			case PAYLOAD, PAYLOAD_LIST, BESIDE_PAYLOAD -> this.kind.text() + "-" + bytes();
			default -> this.kind.text() + "-" + this.size;
		};
	}

	private String bytes() {
		if (this.size % (1 << 20) == 0) {
			return (this.size >> 20) + "MiB";
		}
		return (this.size % (1 << 10) == 0) ? (this.size >> 10) + "KiB" : Integer.toString(this.size);
	}

}
