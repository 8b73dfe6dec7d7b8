package io.multifrost.spring.autoconfigure;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.multifrost.ValueConverter;
import io.multifrost.internal.client.ClientContract;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionDescription;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ClientMismatchException;
import io.multifrost.spring.MultifrostClient;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.ParentWorkersListener;
import io.multifrost.spring.autoconfigure.properties.ClientCheck;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Compares clients with the functions that their workers describe, once for each worker:
 * when it is started with the application, or else when it first runs.
 */
class ClientChecks implements ParentWorkerListener, ParentWorkersListener {

	private static final Logger logger = LoggerFactory.getLogger(ClientChecks.class);

	private final MultifrostProperties properties;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ClientBeans clients;

	private final Set<String> checked = ConcurrentHashMap.newKeySet();

	/** There are none before they are all made. */
	private volatile @Nullable ParentWorkers workers;

	ClientChecks(MultifrostProperties properties, ConfigurableListableBeanFactory beanFactory) {
		this.properties = properties;
		this.beanFactory = beanFactory;
		this.clients = new ClientBeans(beanFactory);
	}

	/**
	 * Check each worker that comes up from now on.
	 * @param workers the workers, which are complete
	 */
	void begin(ParentWorkers workers) {
		this.workers = workers;
	}

	/**
	 * Start a worker, and check its clients.
	 * @throws ClientMismatchException if they do not fit, and that is to be a failure
	 */
	void start(ParentWorker worker) {
		this.checked.add(worker.name());
		worker.start();
		check(worker);
	}

	/**
	 * Check the clients of a worker that runs.
	 * @throws ClientMismatchException if they do not fit, and that is to be a failure
	 */
	void check(ParentWorker worker) {
		this.checked.add(worker.name());
		check(worker, mode(worker.name()));
	}

	@Override
	public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
		ParentWorkers workers = this.workers;
		if (to == WorkerState.RUNNING && workers != null && this.checked.add(worker)
				&& mode(worker) != ClientCheck.OFF) {
			// It waits for an answer, and listeners are told one after another
			Thread thread = new Thread(() -> check(workers.get(worker), ClientCheck.WARN),
					"multifrost-client-check-" + worker);
			thread.setDaemon(true);
			thread.start();
		}
	}

	@Override
	public void onRemoved(ParentWorker worker) {
		this.checked.remove(worker.name());
	}

	private ClientCheck mode(String worker) {
		ClientCheck own = this.properties.parent(worker).clientCheck();
		return (own != null) ? own : this.properties.getDefaults().clientCheck();
	}

	private void check(ParentWorker worker, ClientCheck mode) {
		List<String> misfits = (mode != ClientCheck.OFF) ? misfits(worker) : List.of();
		if (misfits.isEmpty()) {
			return;
		}
		ClientMismatchException mismatch = new ClientMismatchException(worker.name(), misfits);
		if (mode == ClientCheck.FAIL) {
			throw mismatch;
		}
		logger.warn(mismatch.getMessage());
	}

	/**
	 * Find what does not fit. What the worker answers, or does not, breaks nothing.
	 */
	private List<String> misfits(ParentWorker worker) {
		List<String> misfits = new ArrayList<>();
		Set<Type> converted = this.beanFactory.getBeanProvider(ValueConverter.class)
			.stream()
			.map((converter) -> (Type) converter.type())
			.collect(Collectors.toSet());
		try {
			Map<String, List<Class<?>>> clients = this.clients.interfaces(worker.name())
				.stream()
				.collect(Collectors.groupingBy(this::namespace));
			for (String namespace : clients.keySet()) {
				worker.describe(options(worker.name(), namespace))
					.ifPresent((functions) -> clients.get(namespace)
						.forEach((client) -> addMisfits(worker, client, functions, converted, misfits)));
			}
		}
		catch (RuntimeException ex) {
			// One that is gone has its words in the log
			if (worker.state() == WorkerState.RUNNING) {
				logger.warn("Clients of worker '{}' are not checked, since it could not be asked for its functions: {}",
						worker.name(), ex.getMessage());
			}
		}
		return misfits;
	}

	private static void addMisfits(ParentWorker worker, Class<?> client, List<FunctionDescription> functions,
			Set<Type> converted, List<String> misfits) {
		List<String> found = ClientContract.misfits(client, functions, converted::contains);
		if (!found.isEmpty()) {
			misfits.add("Client " + client.getName() + " does not fit worker '" + worker.name() + "':\n  "
					+ String.join("\n  ", found));
		}
	}

	private String namespace(Class<?> client) {
		String namespace = client.getAnnotation(MultifrostClient.class).namespace();
		return Objects.requireNonNullElse(this.beanFactory.resolveEmbeddedValue(namespace), "");
	}

	private CallOptions options(String worker, String namespace) {
		Duration own = this.properties.parent(worker).startTimeout();
		CallOptions options = CallOptions.DEFAULTS
			.withTimeout((own != null) ? own : this.properties.getDefaults().startTimeout());
		return namespace.isEmpty() ? options : options.withNamespace(namespace);
	}

}
