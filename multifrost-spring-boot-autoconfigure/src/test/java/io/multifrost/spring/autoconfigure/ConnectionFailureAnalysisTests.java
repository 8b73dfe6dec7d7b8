package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads when a connection cannot be made, or a service not be
 * started.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionFailureAnalysisTests {

	private static final String MATH = "multifrost.parents.math.";

	private static final String SERVICE_ID = "multifrost.worker.service-id=";

	@TempDir
	private Path directory;

	@Test
	void aServiceThatIsNotThere(CapturedOutput output) {
		start(MATH + "service-id=maths", MATH + "start-timeout=200ms");
		assertThat(analysis(output)).contains("Service 'maths' was not found")
			.contains("correct multifrost.parents.math.service-id")
			.contains("multifrost.registry.directory")
			.contains("multifrost.parents.math.auto-startup=false");
	}

	@Test
	void anEndpointWhereNothingListens(CapturedOutput output) throws IOException {
		start(MATH + "endpoint=tcp://127.0.0.1:" + unusedPort(), MATH + "start-timeout=200ms");
		assertThat(analysis(output)).contains("Worker 'math' is unavailable")
			.contains("correct multifrost.parents.math.endpoint")
			.contains("multifrost.parents.math.auto-startup=false");
	}

	@Test
	void aServiceThatDoesNotAnswer(CapturedOutput output) throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServiceRegistry.Registration registration = registry().register("maths", silent.getLocalPort())) {
			start(MATH + "service-id=" + registration.entry().serviceId(), MATH + "start-timeout=300ms");
		}
		assertThat(analysis(output)).contains("Worker 'math' is unavailable")
			.contains("See that the service runs and answers, or correct multifrost.parents.math.service-id");
	}

	@Test
	void aServiceIdThatAnotherContextOfThisProcessHas(CapturedOutput output) {
		try (ServiceRegistry.Registration registration = registry().register("maths", 4000)) {
			start(SERVICE_ID + registration.entry().serviceId());
		}
		assertThat(analysis(output)).contains("Service 'maths' is already running")
			.contains("Close the other application context of this process")
			.doesNotContain("Stop process")
			.contains("another id than 'maths', with multifrost.worker.service-id");
	}

	@Test
	void anEndpointThatIsNone(CapturedOutput output) {
		start(MATH + "endpoint=127.0.0.1:5000");
		assertThat(analysis(output)).contains("multifrost.parents.math.endpoint").contains("127.0.0.1:5000");
	}

	@Test
	void aServiceIdAndAnEndpoint(CapturedOutput output) {
		start(MATH + "service-id=maths", MATH + "endpoint=tcp://127.0.0.1:5000");
		assertThat(analysis(output)).contains("mutually exclusive")
			.contains("multifrost.parents.math.service-id")
			.contains("multifrost.parents.math.endpoint");
	}

	@ParameterizedTest
	@ValueSource(strings = { "script=worker.py", "main-class=com.example.Worker", "executable=python3",
			"directory=/tmp", "arguments[0]=-v", "jvm-options[0]=-Xmx1g", "environment.COLOUR=blue" })
	void aConnectionAndWhatOnlyAProcessHas(String property, CapturedOutput output) {
		start(MATH + "service-id=maths", MATH + property);
		String name = property.split("[\\[=]|\\.C")[0];
		assertThat(analysis(output)).contains("mutually exclusive")
			.contains("multifrost.parents.math.service-id")
			.contains("multifrost.parents.math." + name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5000", "5999-5000", "80-90", "5000-70000", "a-b", "5000-5999-6000" })
	void aPortRangeThatIsNone(String range, CapturedOutput output) {
		start(SERVICE_ID + "maths", "multifrost.worker.port-range=" + range);
		assertThat(analysis(output)).contains("multifrost.worker.port-range")
			.contains("'" + range + "'")
			.contains("port range must be");
	}

	@Test
	void aHeartbeatThatIsNone(CapturedOutput output) {
		start(MATH + "service-id=maths", MATH + "heartbeat.max-misses=0");
		assertThat(analysis(output)).contains("multifrost.parents.math.heartbeat.max-misses").contains("at least 1");
	}

	@Test
	void aRecoveryWaitThatIsNone(CapturedOutput output) {
		start(MATH + "service-id=maths", "multifrost.defaults.recovery-wait=-1s");
		assertThat(analysis(output)).contains("multifrost.defaults.recovery-wait").contains("must not be negative");
	}

	private FileServiceRegistry registry() {
		return FileServiceRegistry.inDirectory(this.directory);
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void start(String... properties) {
		String[] all = Stream
			.concat(Stream.of("multifrost.registry.directory=" + this.directory), Arrays.stream(properties))
			.toArray(String[]::new);
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties(all)
				.run()
				.close());
	}

	private static String analysis(CapturedOutput output) {
		String text = output.getAll();
		int start = text.indexOf("APPLICATION FAILED TO START");
		assertThat(start).as(text).isPositive();
		return text.substring(start);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class,
			MultifrostChildAutoConfiguration.class })
	@Import(MathWorker.class)
	static class Application {

	}

	@MultifrostWorker
	public static class MathWorker {

		public int add(int first, int second) {
			return first + second;
		}

	}

}
