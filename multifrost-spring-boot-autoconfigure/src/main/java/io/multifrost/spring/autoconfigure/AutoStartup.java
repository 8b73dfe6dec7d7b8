package io.multifrost.spring.autoconfigure;

import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Decides which workers start together with the application. Where nothing says so, a
 * worker is left out that nothing calls, since a test has put something else, such as a
 * mock, in the place of all its clients.
 */
record AutoStartup(MultifrostProperties properties, ClientBeans clients) implements Predicate<ParentWorker> {

	private static final Logger logger = LoggerFactory.getLogger(AutoStartup.class);

	@Override
	public boolean test(ParentWorker worker) {
		Boolean own = this.properties.parent(worker.name()).autoStartup();
		Boolean configured = (own != null) ? own : this.properties.getDefaults().autoStartup();
		if (configured != null) {
			return configured;
		}
		if (this.clients.areAllReplaced(worker.name())) {
			logger.info("Worker '{}' is not started, since all its clients are replaced. To start it all the same, "
					+ "set {}auto-startup=true", worker.name(), ParentCommand.prefix(worker.name()));
			return false;
		}
		return true;
	}

}
