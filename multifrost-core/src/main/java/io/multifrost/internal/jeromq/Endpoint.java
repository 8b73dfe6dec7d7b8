package io.multifrost.internal.jeromq;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.multifrost.internal.Ports;

/**
 * A TCP address that a link binds or connects to.
 *
 * @param host a host name or address; an IPv6 address stands without its brackets
 * @param port a port, or 0 to bind any free one
 */
public record Endpoint(String host, int port) {

	private static final Pattern FORMAT = Pattern.compile("tcp://(\\[[^\\]]+]|[^:\\[\\]]+):(\\d{1,5}|\\*)");

	private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");

	private static final String LOOPBACK = "127.0.0.1";

	/**
	 * Check the parts.
	 * @throws IllegalArgumentException if the host is blank, or the port is not one
	 */
	public Endpoint {
		if (host.isBlank() || port < 0 || port > Ports.MAX) {
			throw new IllegalArgumentException("Not an endpoint: host '" + host + "', port " + port);
		}
	}

	/**
	 * Return an endpoint on this machine's IPv4 loopback address.
	 * @param port the port, or 0 for any
	 * @return the endpoint
	 */
	public static Endpoint loopback(int port) {
		return new Endpoint(LOOPBACK, port);
	}

	/**
	 * Read an endpoint as ZeroMQ writes it.
	 * @param text {@code tcp://host:port}
	 * @return the endpoint
	 * @throws IllegalArgumentException if the text is something else
	 */
	public static Endpoint parse(String text) {
		Matcher matcher = FORMAT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Not an endpoint of the form tcp://host:port: '" + text + "'");
		}
		String host = matcher.group(1);
		String port = matcher.group(2);
		return new Endpoint(host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
				"*".equals(port) ? 0 : Integer.parseInt(port));
	}

	/**
	 * Return whether the host is written as the loopback of this machine; no name is
	 * looked up.
	 */
	public boolean isLoopback() {
		return "localhost".equalsIgnoreCase(this.host) || "::1".equals(this.host) || "0:0:0:0:0:0:0:1".equals(this.host)
				|| this.host.startsWith("127.");
	}

	boolean isIpv6() {
		return this.host.contains(":");
	}

	/**
	 * Return whether the host is a name to be looked up, other than that of the loopback.
	 */
	public boolean isNamed() {
		return !isLoopback() && !isIpv6() && !IPV4.matcher(this.host).matches();
	}

	@Override
	public String toString() {
		return "tcp://" + (isIpv6() ? "[" + this.host + "]" : this.host) + ":" + ((this.port != 0) ? this.port : "*");
	}

}
