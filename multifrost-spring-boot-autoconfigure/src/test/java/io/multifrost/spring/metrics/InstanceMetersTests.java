package io.multifrost.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link InstanceMeters}.
 */
@Timeout(60)
class InstanceMetersTests {

	private final Zones zones = new Zones();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final InstanceMeters meters = new InstanceMeters();

	@Test
	void instancesHaveMetersWithTheirZoneAsLongAsTheyAreThere() {
		try (ChildWorker west = serve("west"); ParentWorker words = connect()) {
			this.meters.bind(words, this.registry);
			awaitZones("west");
			assertThat(words.call("name", String.class)).isEqualTo("west");
			assertThat(calls("west")).isOne();
			try (ChildWorker east = serve("east")) {
				awaitZones("west", "east");
				assertThat(running("east").getId().getTag("host")).isEqualTo("127.0.0.1");
				await().until(() -> running("east").value() == 1);
				assertThat(east.serviceId()).isEqualTo(west.serviceId());
			}
			awaitZones("west");
			assertThat(this.registry.getMeters()).hasSize(3);
			words.stop();
			await().until(() -> this.registry.getMeters().isEmpty());
		}
	}

	@Test
	void whereNoZoneIsKnownItSaysNone() {
		try (ChildWorker nowhere = serve(""); ParentWorker words = connect()) {
			this.meters.bind(words, this.registry);
			awaitZones("none");
			assertThat(words.call("name", String.class)).isEmpty();
			assertThat(nowhere.serviceId()).isEqualTo("words");
		}
	}

	private ChildWorker serve(String zone) {
		this.zones.next = zone.isEmpty() ? Map.of() : Map.of(ServiceEntry.ZONE, zone);
		return ChildWorker.serving(new Named(zone))
			.serviceId("words")
			.registry(this.zones)
			.forwardOutput(false)
			.build()
			.start();
	}

	private ParentWorker connect() {
		return ParentWorker.connect("words")
			.registry(this.zones)
			.heartbeat(new HeartbeatSettings(Duration.ofMillis(50), Duration.ofSeconds(3), 3))
			.listener(this.meters)
			.start();
	}

	private void awaitZones(String... zones) {
		await().untilAsserted(
				() -> assertThat(this.registry.find("multifrost.instance.running").tag("worker", "words").gauges())
					.extracting((gauge) -> gauge.getId().getTag("zone"))
					.containsExactlyInAnyOrder(zones));
	}

	private Gauge running(String zone) {
		return this.registry.get("multifrost.instance.running").tag("zone", zone).gauge();
	}

	private double calls(String zone) {
		return this.registry.get("multifrost.instance.calls").tag("zone", zone).functionCounter().count();
	}

	public record Named(String zone) {

		public String name() {
			return this.zone;
		}

	}

	/**
	 * Knows in which zones the instances of a service are.
	 */
	private static final class Zones implements ServiceRegistry {

		private final List<ServiceEntry> entries = new CopyOnWriteArrayList<>();

		private volatile Map<String, String> next = Map.of();

		@Override
		public Registration register(String serviceId, int port) {
			ServiceEntry entry = new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, null, "", this.next);
			this.entries.add(entry);
			return new Registration() {

				@Override
				public ServiceEntry entry() {
					return entry;
				}

				@Override
				public void close() {
					Zones.this.entries.remove(entry);
				}

			};
		}

		@Override
		public boolean hasSeveralInstances() {
			return true;
		}

		@Override
		public Optional<ServiceEntry> find(String serviceId) {
			return this.entries.stream().findFirst();
		}

		@Override
		public List<ServiceEntry> findAll(String serviceId) {
			return List.copyOf(this.entries);
		}

		@Override
		public ServiceEntry await(String serviceId, Duration timeout) {
			return find(serviceId).orElseThrow(() -> new ServiceNotFoundException(serviceId, "none is registered"));
		}

	}

}
