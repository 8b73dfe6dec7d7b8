package io.multifrost.spring.docker.compose;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.util.Assert;

import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetailsSource;

/**
 * Takes a service of Docker Compose for a worker where its label
 * {@code org.springframework.boot.service-connection}, or else the last part of its
 * image's name, is {@code multifrost} or {@code multifrost-worker}. The worker has the
 * name of the service, unless the label {@code io.multifrost.worker} gives another.
 */
class WorkerDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<MultifrostConnectionDetailsSource> {

	private static final String CONNECTION_LABEL = "org.springframework.boot.service-connection";

	private static final String WORKER_LABEL = "io.multifrost.worker";

	/**
	 * Set by Docker Compose. The name that Spring Boot gives is that of the container.
	 */
	private static final String SERVICE_LABEL = "com.docker.compose.service";

	private static final String PORT_LABEL = "io.multifrost.port";

	private static final List<String> NAMES = List.of("multifrost", "multifrost-worker");

	WorkerDockerComposeConnectionDetailsFactory() {
		super((Predicate<DockerComposeConnectionSource>) (source) -> isWorker(source.getRunningService()));
	}

	private static boolean isWorker(RunningService service) {
		String label = service.labels().get(CONNECTION_LABEL);
		String image = service.image().getName();
		return NAMES.contains((label != null) ? label : image.substring(image.lastIndexOf('/') + 1));
	}

	@Override
	protected MultifrostConnectionDetailsSource getDockerComposeConnectionDetails(
			DockerComposeConnectionSource source) {
		RunningService service = source.getRunningService();
		Map<String, String> labels = service.labels();
		String worker = labels.getOrDefault(WORKER_LABEL, labels.getOrDefault(SERVICE_LABEL, service.name()));
		return () -> Map.of(worker, new WorkerServiceConnectionDetails(service));
	}

	/**
	 * Where the worker of a service is.
	 */
	static final class WorkerServiceConnectionDetails extends DockerComposeConnectionDetails
			implements MultifrostConnectionDetails {

		private final String endpoint;

		WorkerServiceConnectionDetails(RunningService service) {
			super(service);
			this.endpoint = "tcp://" + service.host() + ":" + port(service);
		}

		private static int port(RunningService service) {
			String label = service.labels().get(PORT_LABEL);
			if (label != null) {
				return service.ports().get(portOf(service, label));
			}
			List<Integer> ports = service.ports().getAll("tcp");
			Assert.state(ports.size() == 1,
					() -> "Service '" + service.name() + "' of Docker Compose is a worker with " + ports.size()
							+ " ports: publish the one at which the worker listens alone, or name it with the label "
							+ PORT_LABEL);
			return ports.get(0);
		}

		private static int portOf(RunningService service, String label) {
			try {
				return Integer.parseInt(label);
			}
			catch (NumberFormatException ex) {
				throw new IllegalStateException("The label " + PORT_LABEL + " of service '" + service.name()
						+ "' of Docker Compose must be a port of the container, but is '" + label + "'", ex);
			}
		}

		@Override
		public String getEndpoint() {
			return this.endpoint;
		}

	}

}
