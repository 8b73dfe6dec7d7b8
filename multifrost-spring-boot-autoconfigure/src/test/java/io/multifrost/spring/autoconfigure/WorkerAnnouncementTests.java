package io.multifrost.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerAnnouncement}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerAnnouncementTests {

	@Test
	void aWorkerThatIsStartedIsToldOfWithoutItsSecrets(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
					"multifrost.parents.math.environment.PASSWORD=hunter2",
					"multifrost.parents.later.main-class=com.example.Later",
					"multifrost.parents.later.auto-startup=false")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("[math] Starting main class " + MathWorkerProgram.class.getName())
				.doesNotContain("com.example.Later", "hunter2"));
	}

	@Test
	void whatItIsAndWhereIsTold() {
		Map<String, String> properties = Map.ofEntries(Map.entry("multifrost.defaults.instances", "2"),
				Map.entry("multifrost.parents.a.script", "worker.js"),
				Map.entry("multifrost.parents.a.executable", "node"),
				Map.entry("multifrost.parents.a.directory", "workers"),
				Map.entry("multifrost.parents.a.instances", "1"),
				Map.entry("multifrost.parents.b.python.module", "words"),
				Map.entry("multifrost.parents.b.python.path", "src/py,lib"),
				Map.entry("multifrost.parents.c.python.script", "words.py"),
				Map.entry("multifrost.parents.d.executable", "./worker"),
				Map.entry("multifrost.parents.e.service-id", "pricing"),
				Map.entry("multifrost.parents.f.endpoint", "tcp://127.0.0.1:5000"),
				Map.entry("multifrost.parents.g.instances-at", "tcp://10.0.0.1:5000,tcp://10.0.0.2:5000"));
		MultifrostProperties bound = new Binder(new MapConfigurationPropertySource(properties))
			.bind("multifrost", MultifrostProperties.class)
			.get();
		Map<String, String> told = new TreeMap<>();
		bound.getParents().forEach((name, parent) -> told.put(name, new WorkerAnnouncement(bound).describe(parent)));
		assertThat(told.values()).containsExactly("Starting worker.js by node in workers",
				"Starting 2 processes of Python module words from src/py, lib",
				"Starting 2 processes of Python script words.py", "Starting 2 processes of ./worker",
				"Connecting to service pricing", "Connecting to tcp://127.0.0.1:5000",
				"Connecting to tcp://10.0.0.1:5000, tcp://10.0.0.2:5000");
	}

}
