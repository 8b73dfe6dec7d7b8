package io.multifrost.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With a server that answers as the API server of Kubernetes does, and has no pods: the
 * endpoints are what the test says.
 */
@EnableKubernetesMockClient(crud = true, https = false)
class KubernetesTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private KubernetesClient client;

	@Test
	void theNamedPortOfAServiceIsFoundWhereItsPodsAre() {
		this.client.services().inNamespace("test").resource(service(Map.of("zone", "west"))).create();
		this.client.endpoints().inNamespace("test").resource(endpoints("10.0.0.1", "10.0.0.2")).create();
		try (ConfigurableApplicationContext context = application()) {
			ServiceRegistry registry = context.getBean(ServiceRegistry.class);
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(registry.findAll("pricing")).extracting(ServiceEntry::host)
					.containsExactly("10.0.0.1", "10.0.0.2"));
			assertThat(registry.findAll("pricing")).extracting(ServiceEntry::port).containsOnly(5555);
			assertThat(registry.findAll("pricing")).extracting(ServiceEntry::zone).containsOnly("west");
			this.client.endpoints().inNamespace("test").resource(endpoints("10.0.0.2")).update();
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(registry.findAll("pricing")).extracting(ServiceEntry::host)
					.containsExactly("10.0.0.2"));
		}
	}

	private ConfigurableApplicationContext application() {
		return new Applications(WebApplicationType.NONE, List.of("spring.main.cloud-platform=kubernetes",
				"spring.cloud.kubernetes.enabled=true", "spring.cloud.kubernetes.discovery.enabled=true",
				"spring.cloud.kubernetes.client.master-url=" + this.client.getConfiguration().getMasterUrl(),
				"spring.cloud.kubernetes.client.trust-certs=true", "spring.cloud.kubernetes.client.namespace=test",
				"multifrost.parents.words.enabled=false", "multifrost.parents.numbers.enabled=false"))
			.calling("spring.application.name=caller");
	}

	private static Service service(Map<String, String> labels) {
		return new ServiceBuilder().withNewMetadata()
			.withName("pricing")
			.withNamespace("test")
			.withLabels(labels)
			.endMetadata()
			.withNewSpec()
			.withClusterIP("None")
			.addNewPort()
			.withName("http")
			.withPort(8080)
			.endPort()
			.addNewPort()
			.withName("multifrost")
			.withPort(5555)
			.endPort()
			.endSpec()
			.build();
	}

	private static Endpoints endpoints(String... hosts) {
		List<EndpointAddress> addresses = List.of(hosts)
			.stream()
			.map((host) -> new EndpointAddressBuilder().withIp(host)
				.withNewTargetRef()
				.withKind("Pod")
				.withName("pricing-" + host.replace('.', '-'))
				.withUid(host)
				.endTargetRef()
				.build())
			.toList();
		return new EndpointsBuilder().withNewMetadata()
			.withName("pricing")
			.withNamespace("test")
			.endMetadata()
			.addNewSubset()
			.withAddresses(addresses)
			.addNewPort()
			.withName("http")
			.withPort(8080)
			.endPort()
			.addNewPort()
			.withName("multifrost")
			.withPort(5555)
			.endPort()
			.endSubset()
			.build();
	}

}
