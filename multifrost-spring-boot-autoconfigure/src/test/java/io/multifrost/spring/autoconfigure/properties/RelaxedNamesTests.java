package io.multifrost.spring.autoconfigure.properties;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workers whose properties come from variables of this process too.
 */
class RelaxedNamesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
		.withPropertyValues("multifrost.defaults.auto-startup=false",
				"multifrost.parents.text-tools.main-class=" + MathWorkerProgram.class.getName());

	@Test
	void aVariableIsOfTheWorkerWhoseNameItSpellsWithoutDashes() {
		this.contextRunner
			.withInitializer(variables(Map.of("MULTIFROST_PARENTS_TEXTTOOLS_CALLTIMEOUT", "5s",
					"MULTIFROST_PARENTS_TEXTTOOLS_ENVIRONMENT_HF_HOME", "/models")))
			.run((context) -> {
				assertThat(context.getBean(ParentWorkers.class).names()).containsExactly("text-tools");
				assertThat(context.getBean(MultifrostProperties.class).parent("text-tools").callTimeout())
					.hasSeconds(5);
			});
	}

	@Test
	void aWorkerThatVariablesAloneTellOfHasTheirSpelling() {
		this.contextRunner
			.withInitializer(variables(Map.of("MULTIFROST_PARENTS_OTHER_MAINCLASS", MathWorkerProgram.class.getName())))
			.run((context) -> assertThat(context.getBean(ParentWorkers.class).names())
				.containsExactlyInAnyOrder("text-tools", "other"));
	}

	@Test
	void twoSpellingsOfOneNameAreRefusedWithBoth() {
		this.contextRunner.withPropertyValues("multifrost.parents.textTools.call-timeout=5s").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure()
				.hasStackTraceContaining("'textTools'")
				.hasStackTraceContaining("'text-tools'")
				.hasStackTraceContaining("another spelling");
		});
	}

	@Test
	void variablesForAWorkerKeepTheirNames() {
		this.contextRunner
			.withInitializer(variables(Map.of("MULTIFROST_PARENTS_TEXTTOOLS_ENVIRONMENT_HF_HOME", "/models",
					"MULTIFROST_PARENTS_TEXT_TOOLS_ENVIRONMENT_TWO", "2")))
			.withInitializer(file(Map.of("multifrost.parents.text-tools.environment.HF_HOME", "/other")))
			.withPropertyValues("multifrost.parents.text-tools.environment.my.own=3")
			.run((context) -> {
				ParentWorker worker = context.getBean(ParentWorker.class);
				assertThat(worker.name()).isEqualTo("text-tools");
				assertThat(context.getBean(MultifrostProperties.class).parent("text-tools").environment())
					.containsExactlyInAnyOrderEntriesOf(Map.of("HF_HOME", "/models", "TWO", "2", "my.own", "3"));
			});
	}

	@Test
	void whatIsSaidAboveTheVariablesOfTheProcessStands() {
		this.contextRunner
			.withInitializer(variables(Map.of("MULTIFROST_PARENTS_TEXTTOOLS_ENVIRONMENT_HF_HOME", "/models")))
			.withPropertyValues("multifrost.parents.text-tools.environment.HF_HOME=/command-line")
			.run((context) -> {
				assertThat(context).hasSingleBean(ParentWorker.class);
				context.getBean(ParentWorker.class);
				assertThat(context.getBean(MultifrostProperties.class).parent("text-tools").environment())
					.containsExactly(Map.entry("HF_HOME", "/command-line"));
			});
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> file(Map<String, Object> values) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("file", values));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> variables(
			Map<String, Object> variables) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

}
