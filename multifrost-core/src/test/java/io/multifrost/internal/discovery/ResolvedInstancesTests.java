package io.multifrost.internal.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import io.multifrost.internal.jeromq.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResolvedInstances}.
 */
class ResolvedInstancesTests {

	private final Map<String, List<String>> names = new ConcurrentHashMap<>();

	private final ResolvedInstances instances = new ResolvedInstances(
			List.of(new Endpoint("one", 5000), new Endpoint("two", 5000), new Endpoint("192.0.2.9", 5000)),
			this::lookUp);

	@Test
	void aNameThatCannotBeLookedUpStandsForItsLastAddresses() {
		this.names.put("one", List.of("192.0.2.1", "192.0.2.2"));
		this.names.put("two", List.of("192.0.2.3"));
		assertThat(hosts()).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.9");
		this.names.remove("one");
		this.names.put("two", List.of("192.0.2.4"));
		assertThat(hosts()).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.4", "192.0.2.9");
		this.names.put("one", List.of("192.0.2.2"));
		assertThat(hosts()).containsExactly("192.0.2.2", "192.0.2.4", "192.0.2.9");
	}

	@Test
	void aNameThatWasNeverKnownIsLeftOutUntilItIs() {
		this.names.put("one", List.of("192.0.2.1"));
		assertThat(hosts()).containsExactly("192.0.2.1", "192.0.2.9");
		assertThat(this.instances.noneFound()).hasCauseInstanceOf(UnknownHostException.class);
		this.names.put("two", List.of("192.0.2.3"));
		assertThat(hosts()).containsExactly("192.0.2.1", "192.0.2.3", "192.0.2.9");
		assertThat(this.instances.noneFound()).hasNoCause();
	}

	@Test
	void aHostWithAddressesOfBothFamiliesIsOne() {
		this.names.put("one", List.of("2001:db8::1", "192.0.2.1"));
		this.names.put("two", List.of("192.0.2.3", "2001:db8::3"));
		assertThat(hosts()).containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.3", "192.0.2.9");
	}

	private List<String> hosts() {
		return this.instances.locations().stream().map((each) -> each.endpoint().host()).toList();
	}

	private InetAddress[] lookUp(String host) throws UnknownHostException {
		List<String> found = this.names.get(host);
		if (found == null) {
			throw new UnknownHostException(host);
		}
		InetAddress[] addresses = new InetAddress[found.size()];
		for (int i = 0; i < addresses.length; i++) {
			addresses[i] = InetAddress.getByName(found.get(i));
		}
		return addresses;
	}

}
