package io.multifrost.child;

/**
 * The ports that a service may bind.
 *
 * @param first the first port, or 0 with {@code last} 0 for any free port
 * @param last the last port
 */
record PortRange(int first, int last) {

	static final PortRange ANY = new PortRange(0, 0);

	private static final int MIN_PORT = 1024;

	private static final int MAX_PORT = 65535;

	PortRange {
		boolean any = first == 0 && last == 0;
		if (!any && (first < MIN_PORT || last > MAX_PORT || first > last)) {
			throw new IllegalArgumentException("The port range must be within " + MIN_PORT + "-" + MAX_PORT
					+ ", and begin with its lower port, but is " + first + "-" + last);
		}
	}

	@Override
	public String toString() {
		return this.first + "-" + this.last;
	}

}
