package io.multifrost.spring.test;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

import io.multifrost.spring.MultifrostClient;
import io.multifrost.spring.ParentWorkers;

/**
 * Says which clients a test has, so that one which is missing is not looked for in vain.
 */
class FoundClients implements ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(MultifrostTest.class);

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		ApplicationContext context = event.getApplicationContext();
		if (context.getBeanProvider(ParentWorkers.class).stream().findAny().isPresent()) {
			logger.info("Clients of this test: {}", describe(context));
		}
	}

	private static String describe(ApplicationContext context) {
		String clients = Arrays.stream(context.getBeanNamesForAnnotation(MultifrostClient.class)).map((bean) -> {
			MultifrostClient client = Objects
				.requireNonNull(context.findAnnotationOnBean(bean, MultifrostClient.class, false));
			Class<?> type = context.getType(bean, false);
			return ((type != null) ? type.getSimpleName() : bean) + " (worker '"
					+ context.getEnvironment().resolvePlaceholders(client.value()) + "')";
		}).sorted().collect(Collectors.joining(", "));
		return clients.isEmpty() ? "none; see that their packages are searched (@EnableMultifrostClients)" : clients;
	}

}
