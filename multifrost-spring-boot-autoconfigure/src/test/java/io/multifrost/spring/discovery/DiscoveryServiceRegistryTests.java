package io.multifrost.spring.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DiscoveryServiceRegistry}, with a discovery client of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryServiceRegistryTests {

	private final FakeClient client = new FakeClient();

	private final FakePublisher publisher = new FakePublisher();

	private final AtomicLong now = new AtomicLong();

	private final DiscoveryServiceRegistry registry = new DiscoveryServiceRegistry(this.client, this.publisher, "west",
			this.now::get);

	@Test
	void theApplicationNamedLikeTheServiceIsAskedFirst() {
		this.client.add("words", "10.0.0.2", Map.of("multifrost-words", "5002", "zone", "east"));
		this.client.add("words", "10.0.0.1", Map.of("multifrost-words", "5001"));
		this.client.add("shop", "10.0.0.3", Map.of("multifrost-words", "5003"));
		List<ServiceEntry> found = this.registry.findAll("words");
		assertThat(found).extracting(ServiceEntry::host).containsExactly("10.0.0.1", "10.0.0.2");
		assertThat(found).extracting(ServiceEntry::port).containsExactly(5001, 5002);
		assertThat(found).extracting(ServiceEntry::zone).containsExactly(null, "east");
		assertThat(found).extracting(ServiceEntry::pid).containsOnlyNulls();
		assertThat(this.client.searches).isZero();
		assertThat(this.registry.find("words")).contains(found.get(0));
		assertThat(this.registry.hasSeveralInstances()).isTrue();
	}

	@Test
	void otherApplicationsAreAskedSeldom() {
		this.client.add("shop", "10.0.0.1", Map.of("multifrost-words", "5001"));
		this.client.add("mail", "10.0.0.2", Map.of());
		assertThat(this.registry.findAll("words")).extracting(ServiceEntry::host).containsExactly("10.0.0.1");
		this.client.add("shop", "10.0.0.3", Map.of("multifrost-words", "5001"));
		assertThat(this.registry.findAll("words")).hasSize(2);
		assertThat(this.client.searches).isOne();
		this.client.add("mail", "10.0.0.4", Map.of("multifrost-words", "5001"));
		this.now.addAndGet(Duration.ofSeconds(11).toNanos());
		assertThat(this.registry.findAll("words")).hasSize(3);
		assertThat(this.client.searches).isEqualTo(2);
	}

	@Test
	void aServiceThatHasMovedIsFoundAtOnce() {
		this.client.add("shop", "10.0.0.1", Map.of("multifrost-words", "5001"));
		assertThat(this.registry.findAll("words")).hasSize(1);
		this.client.instances.clear();
		this.client.add("mail", "10.0.0.2", Map.of("multifrost-words", "5001"));
		assertThat(this.registry.findAll("words")).extracting(ServiceEntry::host).containsExactly("10.0.0.2");
	}

	@Test
	void oneThatIsNowhereIsLookedForOnceASecond() {
		assertThat(this.registry.findAll("words")).isEmpty();
		assertThat(this.registry.findAll("words")).isEmpty();
		assertThat(this.client.searches).isOne();
		this.client.add("shop", "10.0.0.1", Map.of("multifrost-words", "5001"));
		this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.registry.findAll("words")).hasSize(1);
	}

	@Test
	void kubernetesNamesThePortAndTheZone() {
		this.client.add("words", "10.0.0.1", Map.of("port.multifrost", "5001", "topology.kubernetes.io/zone", "east"));
		this.client.add("shop", "10.0.0.1", Map.of("port.multifrost", "5002"));
		assertThat(this.registry.findAll("words")).singleElement()
			.satisfies((entry) -> assertThat(entry.port()).isEqualTo(5001))
			.satisfies((entry) -> assertThat(entry.zone()).isEqualTo("east"));
		assertThat(this.registry.findAll("prices")).isEmpty();
	}

	@Test
	void whatIsNoPortIsLeftOutWithAWarning(CapturedOutput output) {
		this.client.add("words", "10.0.0.1", Map.of("multifrost-words", "70000"));
		this.client.add("words", "10.0.0.2", Map.of("multifrost-words", "5001"));
		this.client.add("words", "10.0.0.3", Map.of("multifrost-words", "http"));
		assertThat(this.registry.findAll("words")).extracting(ServiceEntry::host).containsExactly("10.0.0.2");
		assertThat(this.registry.findAll("words")).hasSize(1);
		assertThat(output).containsOnlyOnce("'words' at '10.0.0.1' has no port (1 to 65535) as multifrost-words")
			.containsOnlyOnce("'words' at '10.0.0.3' has no port");
	}

	@Test
	void whatIsNotFoundIsSaidWithWhatThereIs() {
		for (int i = 10; i < 25; i++) {
			this.client.add("app" + i, "10.0.0.1", Map.of());
		}
		this.client.add("words", "10.0.0.1", Map.of());
		assertThatExceptionOfType(ServiceNotFoundException.class)
			.isThrownBy(() -> this.registry.await("words", Duration.ZERO))
			.withMessageContaining("the 1 instances of 'words' do not say its port")
			.withMessageContaining("discovery client 'fake'")
			.withMessageContaining("app10, app11")
			.withMessageContaining("and 6 more")
			.withMessageContaining("'multifrost-words' in its metadata");
		assertThatExceptionOfType(ServiceNotFoundException.class)
			.isThrownBy(() -> this.registry.await("prices", Duration.ZERO))
			.withMessageContaining("no application has it");
	}

	@Test
	void waitsForAService() {
		DiscoveryServiceRegistry waiting = new DiscoveryServiceRegistry(this.client, this.publisher, null);
		this.client.onSearch = () -> this.client.add("words", "10.0.0.1", Map.of("multifrost-words", "5001"));
		assertThat(waiting.await("words", Duration.ofSeconds(10)).port()).isEqualTo(5001);
	}

	@Test
	void aWaitThatIsInterruptedEnds() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RegistryException.class)
			.isThrownBy(() -> this.registry.await("words", Duration.ofSeconds(10)))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aClientThatFailsIsNamed() {
		this.client.onSearch = () -> {
			throw new IllegalStateException("no server");
		};
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.findAll("words"))
			.withMessageContaining("Discovery client 'fake' could not find applications")
			.withMessageContaining("no server")
			.withMessageContaining("See that its server runs");
	}

	@Test
	void servicesArePublishedUntilTheyAreClosed() {
		Registration words = this.registry.register("words", 5001, Map.of(ServiceEntry.PUBLIC_KEY, "key"));
		Registration prices = this.registry.register("prices", 5002, Map.of(ServiceEntry.PUBLIC_KEY, "key"));
		assertThat(words.entry().host()).isEqualTo("10.0.0.9");
		assertThat(words.entry().publicKey()).isEqualTo("key");
		assertThat(this.publisher.metadata).containsOnly(Map.entry("multifrost-words", "5001"),
				Map.entry("multifrost-prices", "5002"), Map.entry("multifrost-public-key", "key"),
				Map.entry("zone", "west"));
		words.close();
		words.close();
		assertThat(this.publisher.metadata).containsOnlyKeys("multifrost-prices", "multifrost-public-key", "zone");
		prices.close();
		assertThat(this.publisher.metadata).containsOnlyKeys("zone");
		this.registry.register("words", 5003).close();
		assertThat(this.publisher.metadata).containsOnlyKeys("zone");
	}

	@Test
	void anIdIsPublishedOnce() {
		this.registry.register("words", 5001);
		assertThatExceptionOfType(ServiceAlreadyRunningException.class)
			.isThrownBy(() -> this.registry.register("words", 5002))
			.satisfies((ex) -> assertThat(ex.port()).isEqualTo(5001));
		assertThat(this.publisher.metadata).containsEntry("multifrost-words", "5001");
	}

	@Test
	void allServicesOfAnApplicationHaveOneKey() {
		this.registry.register("words", 5001, Map.of(ServiceEntry.PUBLIC_KEY, "one"));
		assertThatExceptionOfType(RegistryException.class)
			.isThrownBy(() -> this.registry.register("prices", 5002, Map.of(ServiceEntry.PUBLIC_KEY, "other")))
			.withMessageContaining("another multifrost-public-key than service 'words'");
		assertThat(this.publisher.metadata).doesNotContainKey("multifrost-prices");
	}

	@ParameterizedTest
	@ValueSource(strings = { "my.words", "words/1", "public-key", "wörter" })
	void anIdThatIsNoKeyIsRefused(String serviceId) {
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.register(serviceId, 5001))
			.withMessageContaining("Service id '" + serviceId + "'")
			.withMessageContaining("letters, digits");
	}

	@Test
	void aPublisherThatFailsLeavesNothing() {
		this.publisher.failure = new UnsupportedOperationException("read-only");
		assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> this.registry.register("words", 5001))
			.withMessageContaining("could not publish service 'words'")
			.withMessageContaining("read-only");
		this.publisher.failure = null;
		assertThat(this.registry.register("words", 5001).entry().port()).isEqualTo(5001);
	}

	private static final class FakeClient implements DiscoveryClient {

		private final Map<String, List<ServiceInstance>> instances = new LinkedHashMap<>();

		private int searches;

		private Runnable onSearch = () -> {
		};

		void add(String application, String host, Map<String, String> metadata) {
			List<ServiceInstance> all = this.instances.computeIfAbsent(application, (name) -> new ArrayList<>());
			all.add(new DefaultServiceInstance(application + all.size(), application, host, 8080, false, metadata));
		}

		@Override
		public String description() {
			return "fake";
		}

		@Override
		public List<ServiceInstance> getInstances(String application) {
			return this.instances.getOrDefault(application, List.of());
		}

		@Override
		public List<String> getServices() {
			this.searches++;
			this.onSearch.run();
			return List.copyOf(this.instances.keySet());
		}

	}

	private static final class FakePublisher implements ServicePublisher {

		private final Map<String, String> metadata = new HashMap<>();

		private RuntimeException failure;

		@Override
		public String publish(Map<String, String> metadata) {
			if (this.failure != null) {
				throw this.failure;
			}
			this.metadata.putAll(metadata);
			return "10.0.0.9";
		}

		@Override
		public void remove(Set<String> keys) {
			this.metadata.keySet().removeAll(keys);
		}

	}

}
