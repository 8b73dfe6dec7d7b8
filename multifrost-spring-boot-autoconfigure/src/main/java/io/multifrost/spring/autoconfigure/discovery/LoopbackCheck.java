package io.multifrost.spring.autoconfigure.discovery;

import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.spring.discovery.ServicePublisher;

/**
 * Warns of services that are published to other machines, but listen where only their own
 * reaches them.
 */
record LoopbackCheck(ServicePublisher publisher, String bindAddress) implements ServicePublisher {

	private static final Logger logger = LoggerFactory.getLogger(LoopbackCheck.class);

	@Override
	public String publish(Map<String, String> metadata) {
		String host = this.publisher.publish(metadata);
		if (isLoopback(this.bindAddress) && !isLoopback(host)) {
			logger.warn(
					"Services are published at {}, but listen at {}, which no other machine reaches: set "
							+ "multifrost.worker.bind-address to an address of this machine, or to 0.0.0.0",
					host, this.bindAddress);
		}
		return host;
	}

	@Override
	public void remove(Set<String> keys) {
		this.publisher.remove(keys);
	}

	/**
	 * By its text alone: nothing is looked up for a warning.
	 */
	private static boolean isLoopback(String address) {
		return address.startsWith("127.") || address.equals("localhost") || address.equals("::1")
				|| address.equals("[::1]");
	}

}
