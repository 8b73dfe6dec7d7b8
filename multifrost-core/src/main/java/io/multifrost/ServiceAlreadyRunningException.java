package io.multifrost;

/**
 * A service cannot be registered because a process that runs holds its id.
 */
public class ServiceAlreadyRunningException extends MultifrostException {

	private final String serviceId;

	private final long pid;

	private final int port;

	/**
	 * Create an exception.
	 * @param serviceId the id that is taken
	 * @param pid the process that holds it
	 * @param port the port on which that process serves
	 * @param hint where it is registered, and what to do
	 */
	public ServiceAlreadyRunningException(String serviceId, long pid, int port, String hint) {
		super("Service '" + serviceId + "' is already running as process " + pid + " on port " + port + ": " + hint);
		this.serviceId = serviceId;
		this.pid = pid;
		this.port = port;
	}

	/**
	 * Return the id that is taken.
	 * @return the service id
	 */
	public String serviceId() {
		return this.serviceId;
	}

	/**
	 * Return the process that holds the id.
	 * @return the process id
	 */
	public long pid() {
		return this.pid;
	}

	/**
	 * Return the port on which that process serves.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

}
