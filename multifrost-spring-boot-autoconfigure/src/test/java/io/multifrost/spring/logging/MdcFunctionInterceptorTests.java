package io.multifrost.spring.logging;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

import io.multifrost.child.ChildWorker;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TypeRef;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MdcFunctionInterceptor}.
 */
class MdcFunctionInterceptorTests {

	private static final TypeRef<Map<String, String>> CONTEXT = new TypeRef<>() {
	};

	@TempDir
	private Path directory;

	@Test
	void functionsHaveTheWorkerAndTheCorrelationId() {
		ServiceRegistry registry = FileServiceRegistry.inDirectory(this.directory);
		ChildWorker service = ChildWorker.serving(new Functions())
			.serviceId("mdc-service")
			.registry(registry)
			.concurrency(1)
			.interceptor(new MdcFunctionInterceptor("prices"))
			.build();
		try (service; ParentWorker parent = ParentWorker.connect("mdc-service").registry(registry).build()) {
			service.start();
			parent.start();
			CallOptions options = CallOptions.DEFAULTS.withMetadata("correlation_id", "c-1");
			assertThat(parent.call(options, "context", CONTEXT))
				.isEqualTo(Map.of("multifrost.worker", "prices", "correlation_id", "c-1"));
			assertThat(parent.call("context", CONTEXT)).isEqualTo(Map.of("multifrost.worker", "prices"));
			assertThat(parent.stream(FunctionCall.of("contexts", CONTEXT).withOptions(options))).hasSize(100)
				.containsOnly(Map.of("multifrost.worker", "prices", "correlation_id", "c-1"));
			assertThat(parent.stream("contexts", Map.class)).containsOnly(Map.of("multifrost.worker", "prices"));
		}
	}

	static class Functions {

		public Map<String, String> context() {
			Map<String, String> context = MDC.getCopyOfContextMap();
			return (context != null) ? context : new TreeMap<>();
		}

		public Stream<Map<String, String>> contexts() {
			return IntStream.range(0, 100).mapToObj((item) -> context());
		}

	}

}
