package io.multifrost;

import java.time.Duration;

/**
 * No running service has the id that was looked up.
 */
public class ServiceNotFoundException extends MultifrostException {

	private final String serviceId;

	private final String reason;

	/**
	 * Create an exception.
	 * @param serviceId the id that was looked up
	 * @param reason where it was looked up, and what to do
	 */
	public ServiceNotFoundException(String serviceId, String reason) {
		this(serviceId, reason, "");
	}

	private ServiceNotFoundException(String serviceId, String reason, String within) {
		super("Service '" + serviceId + "' was not found" + within + ": " + reason);
		this.serviceId = serviceId;
		this.reason = reason;
	}

	/**
	 * Return an exception that says how long the service was waited for, which may be
	 * longer than the look-up that has thrown this one.
	 * @param waited the time
	 * @return the exception
	 */
	public ServiceNotFoundException after(Duration waited) {
		return new ServiceNotFoundException(this.serviceId, this.reason, " within " + waited.toMillis() + " ms");
	}

	/**
	 * Return the id that was looked up.
	 * @return the service id
	 */
	public String serviceId() {
		return this.serviceId;
	}

}
