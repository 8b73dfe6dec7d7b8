package io.multifrost.internal.attachment;

import io.multifrost.internal.Ports;

/**
 * The ports that a service may bind.
 *
 * @param first the first port, or 0 with {@code last} 0 for any free port
 * @param last the last port
 */
public record PortRange(int first, int last) {

	public static final PortRange ANY = new PortRange(0, 0);

	public PortRange {
		boolean any = first == 0 && last == 0;
		if (!any && (first < Ports.MIN_UNPRIVILEGED || last > Ports.MAX || first > last)) {
			throw new IllegalArgumentException("The port range must be within " + Ports.MIN_UNPRIVILEGED + "-"
					+ Ports.MAX + ", and begin with its lower port, but is " + first + "-" + last);
		}
	}

	@Override
	public String toString() {
		return this.first + "-" + this.last;
	}

}
