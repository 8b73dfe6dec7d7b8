package io.multifrost.spring.autoconfigure.discovery;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import com.netflix.appinfo.ApplicationInfoManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.discovery.DiscoveryServiceRegistry;
import io.multifrost.spring.discovery.EurekaPublisher;
import io.multifrost.spring.discovery.RegistrationPublisher;
import io.multifrost.spring.discovery.ServicePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MultifrostDiscoveryAutoConfiguration}, with Spring Cloud's simple
 * discovery client, which knows what the properties name.
 */
@ExtendWith(OutputCaptureExtension.class)
class MultifrostDiscoveryAutoConfigurationTests {

	private static final String DISCOVERY = "multifrost.registry.type=discovery";

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostDiscoveryAutoConfiguration.class,
				MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.plain
		.withConfiguration(AutoConfigurations.of(UtilAutoConfiguration.class, CommonsClientAutoConfiguration.class,
				SimpleDiscoveryClientAutoConfiguration.class, CompositeDiscoveryClientAutoConfiguration.class));

	@Test
	void servicesAreInTheFileUnlessDiscoveryIsAskedFor() {
		this.runner.run((context) -> assertThat(context).getBean(io.multifrost.registry.ServiceRegistry.class)
			.isInstanceOf(FileServiceRegistry.class));
		this.runner.withPropertyValues(DISCOVERY, "multifrost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(io.multifrost.registry.ServiceRegistry.class));
	}

	@Test
	void aServiceThatTheClientKnowsIsCalled(@TempDir Path directory) {
		FileServiceRegistry local = FileServiceRegistry.inDirectory(directory);
		try (ChildWorker served = ChildWorker.serving(new Words()).serviceId("any").registry(local).build().start()) {
			int port = local.find(served.serviceId()).orElseThrow().port();
			String shop = "spring.cloud.discovery.client.simple.instances.shop[0].";
			this.runner
				.withPropertyValues(DISCOVERY, "multifrost.parents.shouter.service-id=words",
						shop + "uri=http://127.0.0.1:1", shop + "metadata.multifrost-words=" + port)
				.run((context) -> assertThat(
						context.getBean("shouter", ParentWorker.class).call("shout", String.class, "hello"))
					.isEqualTo("HELLO"));
		}
	}

	@Test
	void aServiceThatIsNotFoundIsSaidToTheUser(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties(DISCOVERY, "multifrost.parents.words.service-id=words",
						"multifrost.parents.words.start-timeout=100ms",
						"spring.cloud.discovery.client.simple.instances.shop[0].uri=http://127.0.0.1:1")
				.run()
				.close())
			.withRootCauseInstanceOf(ServiceNotFoundException.class);
		assertThat(output).contains("It knows the applications shop", "correct the discovery client's properties")
			.contains("multifrost.parents.words.service-id")
			.doesNotContain("multifrost.registry.directory");
	}

	@Test
	void withoutADiscoveryClientTheStartFails() {
		this.plain.withPropertyValues(DISCOVERY)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("there is no DiscoveryClient bean")
				.hasMessageContaining("multifrost.registry.type=file"));
	}

	@Test
	void withoutSpringCloudTheStartFails() {
		this.plain.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.withPropertyValues(DISCOVERY)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("Spring Cloud is not on the class path"));
	}

	@Test
	void aRegistryOfTheApplicationsOwnWins(@TempDir Path directory) {
		FileServiceRegistry own = FileServiceRegistry.inDirectory(directory);
		this.runner.withPropertyValues(DISCOVERY)
			.withBean(io.multifrost.registry.ServiceRegistry.class, () -> own)
			.run((context) -> assertThat(context.getBean(io.multifrost.registry.ServiceRegistry.class)).isSameAs(own));
	}

	@Test
	void aPublisherOfTheApplicationsOwnWins() {
		ServicePublisher own = mock(ServicePublisher.class);
		this.runner.withPropertyValues(DISCOVERY)
			.withBean(ServicePublisher.class, () -> own)
			.run((context) -> assertThat(context.getBean(ServicePublisher.class)).isSameAs(own));
	}

	@Test
	void theRegistrationOfTheApplicationIsUsedWithoutEureka() {
		this.runner.withPropertyValues(DISCOVERY)
			.run((context) -> assertThat(context).getBean(ServicePublisher.class).isInstanceOf(EurekaPublisher.class));
		this.runner.withClassLoader(new FilteredClassLoader(ApplicationInfoManager.class))
			.withPropertyValues(DISCOVERY)
			.run((context) -> assertThat(context).getBean(ServicePublisher.class)
				.isExactlyInstanceOf(RegistrationPublisher.class));
	}

	@Test
	void servicesArePublishedInTheRegistration(CapturedOutput output) {
		FakeRegistration registration = new FakeRegistration("10.1.2.3");
		FakeServiceRegistry engine = new FakeServiceRegistry();
		this.runner.withPropertyValues(DISCOVERY, "multifrost.zone=west")
			.withBean(FakeRegistration.class, () -> registration)
			.withBean(FakeServiceRegistry.class, () -> engine)
			.run((context) -> {
				DiscoveryServiceRegistry registry = context.getBean(DiscoveryServiceRegistry.class);
				try (io.multifrost.registry.ServiceRegistry.Registration words = registry.register("words", 5001)) {
					assertThat(words.entry().host()).isEqualTo("10.1.2.3");
					assertThat(engine.last).containsOnly(Map.entry("multifrost-words", "5001"),
							Map.entry("zone", "west"));
				}
				assertThat(engine.last).containsOnlyKeys("zone");
			});
		assertThat(output).contains("Services are published at 10.1.2.3, but listen at 127.0.0.1")
			.contains("multifrost.worker.bind-address");
	}

	@Test
	void whatOthersReachIsPublishedWithoutAWarning(CapturedOutput output) {
		this.runner.withPropertyValues(DISCOVERY, "multifrost.worker.bind-address=0.0.0.0")
			.withBean(FakeRegistration.class, () -> new FakeRegistration("10.1.2.3"))
			.run((context) -> context.getBean(DiscoveryServiceRegistry.class).register("words", 5001));
		this.runner.withPropertyValues(DISCOVERY)
			.withBean(FakeRegistration.class, () -> new FakeRegistration("localhost"))
			.run((context) -> context.getBean(DiscoveryServiceRegistry.class).register("words", 5001));
		assertThat(output).doesNotContain("no other machine reaches");
	}

	@Test
	void anApplicationThatNothingRegistersSaysSo(CapturedOutput output) {
		this.runner.withPropertyValues(DISCOVERY)
			.run((context) -> context.getBean(DiscoveryServiceRegistry.class).register("words", 5001).close());
		assertThat(output).contains("Nothing registers this application", "[multifrost-words]", "Kubernetes");
	}

	@Test
	void theZoneIsThatOfSpringCloudWhereThereIsNoOwn() {
		assertZone("west", "multifrost.zone=west", "spring.cloud.loadbalancer.zone=east");
		assertZone("east", "spring.cloud.loadbalancer.zone=east", "eureka.instance.metadata-map.zone=north");
		assertZone("north", "eureka.instance.metadata-map.zone=north");
		assertZone(null);
	}

	private void assertZone(@Nullable String expected, String... properties) {
		this.plain.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(MultifrostProperties.class).zone(context.getEnvironment()))
				.isEqualTo(expected));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MultifrostDiscoveryAutoConfiguration.class, MultifrostAutoConfiguration.class,
			MultifrostParentAutoConfiguration.class, UtilAutoConfiguration.class, CommonsClientAutoConfiguration.class,
			SimpleDiscoveryClientAutoConfiguration.class, CompositeDiscoveryClientAutoConfiguration.class })
	static class Application {

	}

	public static class Words {

		public String shout(String word) {
			return word.toUpperCase(Locale.ROOT);
		}

	}

	private static final class FakeServiceRegistry implements ServiceRegistry<FakeRegistration> {

		private Map<String, String> last = Map.of();

		@Override
		public void register(FakeRegistration registration) {
			this.last = Map.copyOf(registration.getMetadata());
		}

		@Override
		public void deregister(FakeRegistration registration) {
			this.last = Map.of();
		}

		@Override
		public void close() {
		}

		@Override
		public void setStatus(FakeRegistration registration, String status) {
		}

		@Override
		public <T> T getStatus(FakeRegistration registration) {
			throw new UnsupportedOperationException();
		}

	}

	private static final class FakeRegistration extends DefaultServiceInstance implements Registration {

		FakeRegistration(String host) {
			super("one", "shop", host, 8080, false, new HashMap<>());
		}

	}

}
