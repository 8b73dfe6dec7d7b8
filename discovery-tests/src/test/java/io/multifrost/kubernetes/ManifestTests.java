package io.multifrost.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicySpec;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The manifests fit the API's schemas, and what their parts say fits together.
 */
class ManifestTests {

	static List<Manifest> manifests() {
		return Manifest.all();
	}

	@Test
	void thereIsOneForEachShape() {
		assertThat(manifests()).extracting(Manifest::name)
			.containsExactly("headless.yaml", "sidecar.yaml", "spawned.yaml");
	}

	@ParameterizedTest(name = "{1}")
	@CsvSource(delimiter = '|', textBlock = """
			readinessProbe:                     | readinesProbe:                       | field `readinesProbe` in
			restartPolicy: Always               | restart-policy: Always               | field `restart-policy` in
			- name: words                       | - tty: false                         | required field `name`
			automountServiceAccountToken: false | automountServiceAccountToken: "yes"  | was understood as
			periodSeconds: 5                    | periodSeconds: often                 | NumberFormatException
			memory: 512Mi                       | memory: 512Mb                        | suffix
			apiVersion: apps/v1                 | apiVersion: apps/v1beta1             | No type is known
			runAsNonRoot: true                  | runAsUser: 0                         | duplicate key runAsUser
			""")
	void aMistakeIsRefused(String right, String mistake, String reason) {
		String text = Manifest.text("sidecar.yaml");
		assertThat(text).contains(right);
		assertThatException().isThrownBy(() -> Manifest.read(text.replace(right, mistake)))
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void servicesReachPodsByTheirPorts(Manifest manifest) {
		assertThat(manifest.objects(V1Service.class)).isNotEmpty().allSatisfy((service) -> {
			List<V1Deployment> selected = manifest.objects(V1Deployment.class)
				.stream()
				.filter((deployment) -> labels(deployment).entrySet()
					.containsAll(service.getSpec().getSelector().entrySet()))
				.toList();
			assertThat(selected).hasSize(1);
			List<V1ContainerPort> ports = containers(selected.get(0))
				.flatMap((container) -> orEmpty(container.getPorts()).stream())
				.toList();
			assertThat(service.getSpec().getPorts())
				.allSatisfy((port) -> assertThat(ports).anyMatch((offered) -> isTarget(port, offered)));
		});
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void deploymentsOwnTheirPods(Manifest manifest) {
		assertThat(manifest.objects(V1Deployment.class)).isNotEmpty()
			.allSatisfy((deployment) -> assertThat(labels(deployment))
				.containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels()));
	}

	@Test
	void policiesAreForPodsThatThereAre() {
		Manifest manifest = Manifest.of("headless.yaml");
		List<Map<String, String>> pods = manifest.objects(V1Deployment.class)
			.stream()
			.map(ManifestTests::labels)
			.toList();
		V1NetworkPolicySpec policy = manifest.objects(V1NetworkPolicy.class).get(0).getSpec();
		assertThat(pods).contains(policy.getPodSelector().getMatchLabels(),
				policy.getIngress().get(0).getFrom().get(0).getPodSelector().getMatchLabels(),
				manifest.objects(V1PodDisruptionBudget.class).get(0).getSpec().getSelector().getMatchLabels());
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void whatIsMountedIsThere(Manifest manifest) {
		List<String> maps = manifest.objects(V1ConfigMap.class)
			.stream()
			.map((map) -> map.getMetadata().getName())
			.toList();
		assertThat(manifest.objects(V1Deployment.class)).allSatisfy((deployment) -> {
			List<V1Volume> volumes = pod(deployment).getVolumes();
			assertThat(containers(deployment).flatMap((container) -> container.getVolumeMounts().stream())
				.map(V1VolumeMount::getName)
				.distinct()).containsExactlyInAnyOrderElementsOf(volumes.stream().map(V1Volume::getName).toList());
			assertThat(volumes.stream().map(V1Volume::getConfigMap).filter(Objects::nonNull))
				.allSatisfy((map) -> assertThat(maps).contains(map.getName()));
		});
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void containersMayDoNoMoreThanTheyNeed(Manifest manifest) {
		assertThat(manifest.objects(V1Deployment.class)).allSatisfy((deployment) -> {
			assertThat(pod(deployment).getSecurityContext().getRunAsNonRoot()).isTrue();
			assertThat(pod(deployment).getAutomountServiceAccountToken()).isFalse();
			assertThat(containers(deployment)).allSatisfy((container) -> {
				V1SecurityContext context = container.getSecurityContext();
				assertThat(context.getReadOnlyRootFilesystem()).isTrue();
				assertThat(context.getAllowPrivilegeEscalation()).isFalse();
				assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
				assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
				assertThat(container.getResources().getLimits()).containsKey("memory");
			});
		});
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void probesAskPortsThatThereAre(Manifest manifest) {
		assertThat(manifest.objects(V1Deployment.class))
			.allSatisfy((deployment) -> assertThat(containers(deployment)).allSatisfy((container) -> {
				assertThat(container.getStartupProbe()).isNotNull();
				assertThat(container.getLivenessProbe()).isNotNull();
				assertThat(Stream
					.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
					.filter(Objects::nonNull)).allSatisfy((probe) -> assertThat(asksPortOf(probe, container)).isTrue());
			}));
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void thereIsTimeForTheEnd(Manifest manifest) {
		EmbeddedConfiguration configuration = EmbeddedConfiguration
			.of(manifest.objects(V1ConfigMap.class).get(0).getData().get("application.yaml"));
		assertThat(manifest.objects(V1Deployment.class)).allSatisfy((deployment) -> {
			long needed = containers(deployment).mapToLong((container) -> {
				String drain = env(container).get("MULTIFROST_DRAIN_SECONDS");
				// A service in Python takes 2 s for its last answers, and 4 s for its end
				return (drain != null) ? Long.parseLong(drain) + 2 + 4
						: preStop(container) + configuration.shutdown().toSeconds();
			}).sum();
			assertThat(pod(deployment).getTerminationGracePeriodSeconds()).isGreaterThan(needed);
		});
	}

	private static boolean asksPortOf(V1Probe probe, V1Container container) {
		if (probe.getExec() != null) {
			List<String> command = probe.getExec().getCommand();
			String port = command.get(command.indexOf("call") + 1);
			return container.getArgs().stream().anyMatch((argument) -> argument.endsWith(":" + port));
		}
		String port = probe.getHttpGet().getPort().getStrValue();
		return container.getPorts().stream().anyMatch((offered) -> port.equals(offered.getName()));
	}

	private static boolean isTarget(V1ServicePort port, V1ContainerPort offered) {
		return (port.getTargetPort() != null) ? port.getTargetPort().getStrValue().equals(offered.getName())
				: port.getPort().equals(offered.getContainerPort());
	}

	private static long preStop(V1Container container) {
		return container.getLifecycle().getPreStop().getSleep().getSeconds();
	}

	private static Map<String, String> env(V1Container container) {
		return orEmpty(container.getEnv()).stream().collect(Collectors.toMap(V1EnvVar::getName, V1EnvVar::getValue));
	}

	private static Map<String, String> labels(V1Deployment deployment) {
		return deployment.getSpec().getTemplate().getMetadata().getLabels();
	}

	private static V1PodSpec pod(V1Deployment deployment) {
		return deployment.getSpec().getTemplate().getSpec();
	}

	private static Stream<V1Container> containers(V1Deployment deployment) {
		return Stream.of(pod(deployment).getInitContainers(), pod(deployment).getContainers())
			.flatMap((containers) -> orEmpty(containers).stream());
	}

	private static <T> List<T> orEmpty(List<T> list) {
		return (list != null) ? list : List.of();
	}

}
