package io.multifrost.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where a worker that runs by itself is reached. A bean of this type takes the place of
 * what the properties of its worker say about that, or about what is started; all their
 * other settings still apply. The bean's {@code @Qualifier}, or else its name, is the
 * name of the worker, which needs no properties at all.
 */
@FunctionalInterface
public interface MultifrostConnectionDetails extends ConnectionDetails {

	/**
	 * Return the address of the worker. Asked for once, when the worker's bean is made.
	 * @return the address, for example {@code tcp://127.0.0.1:5000}
	 */
	String getEndpoint();

	/**
	 * Return the name of the worker, if these details are for one alone. A bean has to
	 * have the same name, or a qualifier with it.
	 * @return the name, or {@code null} if any will do
	 */
	default @Nullable String getWorkerName() {
		return null;
	}

}
