package io.multifrost.internal.attachment;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import io.multifrost.MultifrostException;

/**
 * What it means for a service to listen at an address.
 *
 * @param isLocal whether this machine alone reaches it
 * @param isFoundById whether it listens where parents look that know its id alone
 */
public record BindAddress(boolean isLocal, boolean isFoundById) {

	private static final String FOUND = "127.0.0.1";

	/** ZeroMQ's word for all addresses of this machine. */
	private static final String ALL = "*";

	private static final BindAddress ANYWHERE = new BindAddress(false, true);

	/**
	 * Check an address.
	 * @param serviceId the service, for messages
	 * @param address the name or address
	 * @return what it means
	 * @throws MultifrostException if it has no meaning, or is none of this machine
	 */
	static BindAddress check(String serviceId, String address) {
		if (address.equals(ALL)) {
			return ANYWHERE;
		}
		InetAddress resolved;
		try {
			resolved = InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new MultifrostException("Service '" + serviceId + "' cannot listen at '" + address
					+ "': the name has no address; name an address of this machine (bind-address)", ex);
		}
		if (resolved.isAnyLocalAddress()) {
			return ANYWHERE;
		}
		if (!isOfThisMachine(resolved)) {
			throw new MultifrostException("Service '" + serviceId + "' cannot listen at '" + address + "': "
					+ resolved.getHostAddress() + " is no address of this machine; name one that is (bind-address)");
		}
		return new BindAddress(resolved.isLoopbackAddress(), resolved.getHostAddress().equals(FOUND));
	}

	/**
	 * Return whether this machine alone reaches an address.
	 * @param address the name or address
	 * @return whether it is so; not where the name has no address
	 */
	public static boolean isLocal(String address) {
		try {
			return !address.equals(ALL) && InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false; // which is said when the service is to listen there
		}
	}

	private static boolean isOfThisMachine(InetAddress address) {
		try {
			return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return true; // not to be told: then binding it will tell
		}
	}

}
