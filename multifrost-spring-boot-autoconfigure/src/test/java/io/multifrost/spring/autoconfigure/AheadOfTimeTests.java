package io.multifrost.spring.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
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
import org.springframework.javapoet.ClassName;

import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.MultifrostWorker;
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
		RuntimeHints hints = generation.getRuntimeHints();
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(MathClient.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(MathClient.class, "find")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Shop.class, "buy")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Article.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(ParentProperties.class)).accepts(hints);
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.endsWith("MultifrostClientFactoryBean__BeanDefinitions.java"))
			.anyMatch((name) -> name.endsWith("MultifrostParentAutoConfiguration__BeanDefinitions.java"));
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
