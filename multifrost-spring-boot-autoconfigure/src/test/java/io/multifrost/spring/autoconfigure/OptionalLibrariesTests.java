package io.multifrost.spring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathClient;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter without the libraries that it can do without: each alone, and all at once.
 */
class OptionalLibrariesTests {

	private static final List<String> ACTUATOR = List.of("org.springframework.boot.actuate",
			"org.springframework.boot.health");

	private static final List<String> MICROMETER = List.of("io.micrometer", "org.springframework.boot.micrometer");

	private static final List<String> RESILIENCE4J_MODULE = List.of("io.github.resilience4j.springboot",
			"io.github.resilience4j.spring6");

	private static final List<String> RESILIENCE4J = List.of("io.github.resilience4j");

	private static final List<String> WEB = List.of("jakarta.servlet", "org.springframework.web",
			"org.springframework.boot.web", "org.springframework.boot.webmvc", "org.apache.catalina");

	private static final List<String> SECURITY = List.of("org.springframework.security");

	private static final List<String> REACTOR = List.of("reactor", "org.reactivestreams");

	@ParameterizedTest(name = "{0}")
	@MethodSource("without")
	void worksWithout(String what, List<String> packages) {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(packages.toArray(String[]::new)))
			.withUserConfiguration(Application.class)
			.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName())
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(ParentWorkers.class);
				assertThat(context.getBean(MathClient.class).add(1, 2)).isEqualTo(3);
				context.getBean(ParentWorker.class).restart();
				assertThat(context.getBean(MathClient.class).add(3, 4)).isEqualTo(7);
			});
	}

	static Stream<Arguments> without() {
		return Stream.of(Arguments.of("the actuator", ACTUATOR), Arguments.of("Micrometer", MICROMETER),
				Arguments.of("Resilience4j's module", RESILIENCE4J_MODULE), Arguments.of("Resilience4j", RESILIENCE4J),
				Arguments.of("the web", WEB), Arguments.of("Reactor", REACTOR),
				Arguments.of("Spring Security", SECURITY),
				Arguments.of("all of them",
						Stream.of(ACTUATOR, MICROMETER, RESILIENCE4J, WEB, REACTOR, SECURITY)
							.flatMap(List::stream)
							.toList()));
	}

	@Import(OwnAutoConfigurations.class)
	@AutoConfigurationPackage(basePackageClasses = MathClient.class)
	static class Application {

	}

	/**
	 * All that an application finds by itself, whatever is added to it. By their names,
	 * as there: a class that was loaded has annotations that are not there without the
	 * libraries.
	 */
	static class OwnAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			Class<?>[] ours = ImportCandidates
				.load(AutoConfiguration.class, OptionalLibrariesTests.class.getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("io.multifrost."))
				.map((name) -> ClassUtils.resolveClassName(name, OptionalLibrariesTests.class.getClassLoader()))
				.toArray(Class<?>[]::new);
			assertThat(ours).hasSizeGreaterThan(5);
			return Stream.of(Configurations.getClasses(AutoConfigurations.of(ours)))
				.map(Class::getName)
				.toArray(String[]::new);
		}

	}

}
