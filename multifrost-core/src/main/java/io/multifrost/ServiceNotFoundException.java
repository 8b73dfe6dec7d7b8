package io.multifrost;

/**
 * No running service has the id that was looked up.
 */
public class ServiceNotFoundException extends MultifrostException {

	private final String serviceId;

	/**
	 * Create an exception.
	 * @param serviceId the id that was looked up
	 * @param reason where it was looked up and for how long, and what to do
	 */
	public ServiceNotFoundException(String serviceId, String reason) {
		super("Service '" + serviceId + "' was not found: " + reason);
		this.serviceId = serviceId;
	}

	/**
	 * Return the id that was looked up.
	 * @return the service id
	 */
	public String serviceId() {
		return this.serviceId;
	}

}
