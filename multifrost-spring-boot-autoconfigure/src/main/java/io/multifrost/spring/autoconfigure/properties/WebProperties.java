package io.multifrost.spring.autoconfigure.properties;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of what web clients are told of calls that have failed.
 *
 * @param problemDetails Whether web requests whose calls have failed are answered with
 * problem details (RFC 9457), with a status for each kind of failure.
 * @param remoteErrors Status of the answer where a function has failed with an error of
 * this type, whose message is the detail then; all others have 502.
 */
@ConfigurationProperties("multifrost.web")
public record WebProperties(boolean problemDetails, @DefaultValue Map<String, Integer> remoteErrors) {

	/**
	 * Create properties.
	 * @param problemDetails whether requests are answered with problem details
	 * @param remoteErrors the status for each type of error
	 */
	public WebProperties {
		remoteErrors.forEach((type, status) -> {
			if (status < 400 || status > 599) {
				throw new InvalidConfigurationException(
						"multifrost.web.remote-errors." + type + " is " + status + ", which is no status of an error",
						"Name one from 400 to 599", null);
			}
		});
	}

}
