package io.multifrost.spring.discovery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RegistrationPublisher} and {@link EurekaPublisher}.
 */
class RegistrationPublisherTests {

	private static final Map<String, String> METADATA = Map.of("multifrost-words", "5001");

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final CountingRegistry engine = new CountingRegistry();

	private final ShopRegistration registration = new ShopRegistration();

	private final RegistrationPublisher publisher = new RegistrationPublisher(this.context);

	@BeforeEach
	void setUp() {
		this.context.registerBean(ShopRegistration.class, () -> this.registration);
		this.context.registerBean(CountingRegistry.class, () -> this.engine);
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void whatIsRemovedIsTakenOutOfTheRegistration() {
		AutomaticRegistration automatic = start();
		this.publisher.publish(METADATA);
		assertThat(automatic.isRunning()).isTrue();
		assertThat(this.engine.last).isEqualTo(METADATA);
		this.publisher.remove(METADATA.keySet());
		assertThat(this.engine.last).isEmpty();
	}

	@Test
	void aRegistrationThatHasStoppedIsNotMadeAgain() {
		AutomaticRegistration automatic = start();
		this.publisher.publish(METADATA);
		automatic.stop();
		this.publisher.remove(METADATA.keySet());
		assertThat(automatic.isRunning()).isFalse();
		assertThat(this.engine.last).isNull();
		assertThat(this.registration.getMetadata()).isEmpty();
	}

	@Test
	void anApplicationThatEndsIsNotRegisteredAgain() {
		removeAtTheEnd(this.publisher);
		this.context.refresh();
		this.publisher.publish(METADATA);
		this.engine.last = null;
		this.context.close();
		assertThat(this.registration.getMetadata()).isEmpty();
		assertThat(this.engine.last).isNull();
	}

	@Test
	void anApplicationThatEndsIsNotRegisteredAgainWithEureka() {
		InstanceInfo info = InstanceInfo.Builder.newBuilder()
			.setAppName("shop")
			.setInstanceId("one")
			.setStatus(InstanceStatus.STARTING)
			.build();
		ApplicationInfoManager manager = mock(ApplicationInfoManager.class);
		given(manager.getInfo()).willReturn(info);
		this.context.registerBean(ApplicationInfoManager.class, () -> manager);
		EurekaPublisher eureka = new EurekaPublisher(this.context);
		removeAtTheEnd(eureka);
		this.context.refresh();
		eureka.publish(METADATA);
		assertThat(this.engine.last).isEqualTo(METADATA);
		this.engine.last = null;
		this.context.close();
		assertThat(info.getMetadata()).isEmpty();
		assertThat(this.engine.last).isNull();
	}

	private AutomaticRegistration start() {
		this.context.registerBean(AutomaticRegistration.class,
				() -> new AutomaticRegistration(this.context, this.engine, this.registration));
		this.context.refresh();
		return this.context.getBean(AutomaticRegistration.class);
	}

	private void removeAtTheEnd(ServicePublisher publisher) {
		this.context.addApplicationListener((event) -> {
			if (event instanceof ContextClosedEvent) {
				publisher.remove(Set.of("multifrost-words"));
			}
		});
	}

	private static final class CountingRegistry implements ServiceRegistry<ShopRegistration> {

		/** What was registered last, or {@code null} where nothing is registered. */
		private Map<String, String> last;

		@Override
		public void register(ShopRegistration registration) {
			this.last = Map.copyOf(registration.getMetadata());
		}

		@Override
		public void deregister(ShopRegistration registration) {
			this.last = null;
		}

		@Override
		public void close() {
		}

		@Override
		public void setStatus(ShopRegistration registration, String status) {
		}

		@Override
		public <T> T getStatus(ShopRegistration registration) {
			throw new UnsupportedOperationException();
		}

	}

	private static final class ShopRegistration extends DefaultServiceInstance implements Registration {

		ShopRegistration() {
			super("one", "shop", "10.1.2.3", 8080, false, new HashMap<>());
		}

	}

	private static final class AutomaticRegistration extends AbstractAutoServiceRegistration<ShopRegistration> {

		private final ShopRegistration registration;

		AutomaticRegistration(ApplicationContext context, CountingRegistry engine, ShopRegistration registration) {
			super(context, engine, properties());
			this.registration = registration;
		}

		private static AutoServiceRegistrationProperties properties() {
			AutoServiceRegistrationProperties properties = new AutoServiceRegistrationProperties();
			properties.setRegisterManagement(false);
			return properties;
		}

		@Override
		@SuppressWarnings("deprecation") // it is abstract there
		protected Object getConfiguration() {
			return Map.of();
		}

		@Override
		protected boolean isEnabled() {
			return true;
		}

		@Override
		protected ShopRegistration getRegistration() {
			return this.registration;
		}

		@Override
		protected ShopRegistration getManagementRegistration() {
			throw new UnsupportedOperationException();
		}

	}

}
