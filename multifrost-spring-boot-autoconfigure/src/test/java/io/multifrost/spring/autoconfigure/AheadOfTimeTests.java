package io.multifrost.spring.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the processing of bean definitions when an application is built.
 */
class AheadOfTimeTests {

	@TempDir
	private Path classes;

	@Test
	void codeForAClientThatIsPrivateToItsPackageCompiles() throws IOException {
		InMemoryGeneratedFiles files = process(PackagePrivateClientApplication.class).files();
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", this.classes.toString(), "-cp",
				System.getProperty("java.class.path")));
		for (Map.Entry<String, InputStreamSource> source : files.getGeneratedFiles(Kind.SOURCE).entrySet()) {
			Path file = this.classes.resolve(source.getKey());
			Files.createDirectories(file.getParent());
			try (InputStream content = source.getValue().getInputStream()) {
				Files.copy(content, file);
			}
			arguments.add(file.toString());
		}
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		int exitCode = ToolProvider.getSystemJavaCompiler().run(null, errors, errors, arguments.toArray(String[]::new));
		assertThat(exitCode).as(errors.toString(StandardCharsets.UTF_8)).isZero();
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.endsWith("validated/ImpatientMathClient__BeanDefinitions.java"));
	}

	@Test
	void workersAndClientsHaveDefinitionsThatCodeCanBeGeneratedFor() {
		Processed processed = process(Application.class);
		RuntimeHints hints = processed.hints();
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(MathClient.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(MathClient.class, "find")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Shop.class, "buy")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Article.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(ParentProperties.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/multifrost/internal/process/watchdog.sh"))
			.accepts(hints);
		assertThat(processed.files().getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.endsWith("MathClient__BeanDefinitions.java"))
			.anyMatch((name) -> name.endsWith("MultifrostParentAutoConfiguration__BeanDefinitions.java"));
	}

	private static Processed process(Class<?> application) {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("multifrost.parents.math.main-class=com.example.Worker").applyTo(context);
			context.register(application);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		return new Processed(files, generation.getRuntimeHints());
	}

	private record Processed(InMemoryGeneratedFiles files, RuntimeHints hints) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MultifrostParentAutoConfiguration.class)
	@EnableMultifrostClients("io.multifrost.spring.validated")
	static class PackagePrivateClientApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(MultifrostParentAutoConfiguration.class)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class Application {

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	@MultifrostWorker
	static class Shop {

		public List<Article> buy(String name) {
			return List.of(new Article(name));
		}

	}

	record Article(String name) {
	}

}
