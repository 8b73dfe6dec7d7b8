package io.multifrost.spring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the processing of bean definitions when an application is built.
 */
class AheadOfTimeTests {

	@Test
	void workersAndClientsHaveDefinitionsThatCodeCanBeGeneratedFor() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("multifrost.parents.math.main-class=com.example.Worker").applyTo(context);
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.endsWith("MultifrostClientFactoryBean__BeanDefinitions.java"))
			.anyMatch((name) -> name.endsWith("MultifrostParentAutoConfiguration__BeanDefinitions.java"));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MultifrostParentAutoConfiguration.class)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class Application {

	}

}
