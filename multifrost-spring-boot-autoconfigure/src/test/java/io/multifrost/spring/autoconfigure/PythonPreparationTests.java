package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose Python workers are prepared, or whose user has no home to write to.
 * The packages are files of these tests, so that no network is needed.
 */
class PythonPreparationTests {

	private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

	/** The JVM itself makes a file in the temporary directory of each user. */
	private static final Pattern NOT_OURS = Pattern.compile("hsperfdata.*|\\.java_pid.*");

	@TempDir
	private Path folder;

	private final Map<String, String> variables = new HashMap<>();

	private Path environments;

	@BeforeEach
	void makePackages() throws IOException {
		this.environments = this.folder.resolve("environments");
		Files.createDirectory(this.folder.resolve("workers"));
		Files.createDirectory(this.folder.resolve("temporary"));
		Files.writeString(this.folder.resolve("workers/words.py"), "def shout(text): return text.upper()\n");
		makeWheel("tiny");
		makeWheel("msgpack");
		this.variables.put("PIP_NO_INDEX", "1");
		this.variables.put("PIP_FIND_LINKS", this.folder.toString());
		this.variables.put("PIP_CONFIG_FILE", "/dev/null");
		this.variables.put("PATH", "/usr/bin:/bin");
		this.variables.put("TMPDIR", this.folder.resolve("temporary").toString());
	}

	private void makeWheel(String name) throws IOException {
		String info = name + "-1.5.dist-info/";
		Map<String, String> files = Map.of(name + ".py", "packb = repr\n", info + "METADATA",
				"Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.5\n", info + "WHEEL",
				"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n", info + "RECORD", "");
		try (ZipOutputStream zip = new ZipOutputStream(
				Files.newOutputStream(this.folder.resolve(name + "-1.5-py3-none-any.whl")))) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				zip.putNextEntry(new ZipEntry(file.getKey()));
				zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	@Test
	void whatIsPreparedIsThereInModeRequireAndNothingElseHasRun() throws Exception {
		this.variables.put("MULTIFROST_PYTHON_ENVIRONMENTS", "require");
		String[] arguments = { "--multifrost.prepare", directory(), "--multifrost.parents.words.python.module=words",
				"--multifrost.parents.words.python.requirements=tiny",
				"--multifrost.parents.other.python.module=does_not_matter",
				"--multifrost.parents.other.enabled=false" };
		Run first = run(arguments);
		assertThat(first.code()).as(first.output()).isZero();
		assertThat(first.output()).contains("[words] Making the Python environment", "[words] Successfully installed")
			.contains("[words] All that the Python module words needs is there")
			.doesNotContain("A BEAN", "shouted", "[other]");
		assertThat(completed()).hasSize(1);
		Run second = run(arguments);
		assertThat(second.code()).as(second.output()).isZero();
		assertThat(second.output()).doesNotContain("Making");
		assertThat(completed()).hasSize(1);
	}

	@Test
	void whatCannotBeInstalledEndsWithPipsWords() throws Exception {
		Run run = run("--multifrost.prepare", directory(), "--multifrost.parents.words.python.module=words",
				"--multifrost.parents.words.python.requirements=no-package-of-this-name");
		assertThat(run.code()).as(run.output()).isEqualTo(1);
		assertThat(run.output()).contains("APPLICATION FAILED TO START", "Worker 'words' cannot be prepared")
			.contains("No matching distribution found for no-package-of-this-name")
			.contains("Correct multifrost.parents.words.python.requirements")
			.doesNotContain("A BEAN");
		assertThat(completed()).isEmpty();
	}

	@Test
	void theImageOfTheDocumentationIsPrepared() throws Exception {
		List<String> lines = Files.readString(PROJECT.resolve("docs/deployment.md"))
			.lines()
			.dropWhile((line) -> !line.startsWith("FROM "))
			.takeWhile((line) -> !line.equals("```"))
			.toList();
		lines.stream()
			.filter((line) -> line.startsWith("ENV "))
			.map((line) -> line.substring(4).split("="))
			.forEach(
					(variable) -> this.variables.put(variable[0], variable[1].replace("/app", this.folder.toString())));
		this.variables.put("HOME", "/proc"); // where nobody can write, root included
		String[] arguments = lines.stream()
			.filter((line) -> line.startsWith("RUN java -jar app.jar "))
			.flatMap((line) -> Stream.of(line.substring("RUN java -jar app.jar ".length()).split(" ")))
			.toArray(String[]::new);
		assertThat(arguments).isNotEmpty();
		this.variables.put("MULTIFROST_PARENTS_WORDS_PYTHON_MODULE", "words");
		this.variables.put("MULTIFROST_PARENTS_WORDS_PYTHON_REQUIREMENTS", "tiny");
		Run run = run(arguments);
		assertThat(run.code()).as(run.output()).isZero();
		this.environments = this.folder.resolve("python");
		assertThat(completed()).hasSize(1);
		assertNothingIsLeft();
		assertThat(lines).anyMatch((line) -> line.startsWith("ENTRYPOINT [\"java\", \"-jar\", \"app.jar\"]"));
	}

	@Test
	void aHomeThatIsReadOnlyNeedsNoMoreThanTheDirectory() throws Exception {
		Run run = runWithoutHome(directory());
		assertThat(run.code()).as(run.output()).isZero();
		assertThat(run.output()).contains("shouted YES");
		assertNothingIsLeft();
	}

	@Test
	void aHomeThatIsReadOnlyIsToldWithThePropertyThatNamesAnother() throws Exception {
		Run run = runWithoutHome();
		assertThat(run.code()).as(run.output()).isEqualTo(1);
		assertThat(run.output()).contains("APPLICATION FAILED TO START", "this user may write to '/proc/.multifrost")
			.contains("multifrost.python.directory");
	}

	private void assertNothingIsLeft() throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("temporary"))) {
			assertThat(files.map((file) -> file.getFileName().toString())
				.filter((name) -> !NOT_OURS.matcher(name).matches())).isEmpty();
		}
	}

	private Run runWithoutHome(String... arguments) throws Exception {
		this.variables.put("HOME", "/proc");
		this.variables.put("MULTIFROST_PARENTS_WORDS_PYTHON_MODULE", "words");
		this.variables.put("MULTIFROST_PARENTS_WORDS_PYTHON_EXECUTABLE",
				PROJECT.resolve("target/python/bin/python3").toString());
		return run(arguments);
	}

	private String directory() {
		return "--multifrost.python.directory=" + this.environments;
	}

	private List<Path> completed() throws IOException {
		if (Files.notExists(this.environments)) {
			return List.of();
		}
		try (Stream<Path> paths = Files.find(this.environments, 2, (path, attributes) -> path.endsWith("complete"))) {
			return paths.toList();
		}
	}

	private Run run(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(WorkerCommand
			.java(Application.class.getName(), "-XX:TieredStopAtLevel=1",
					"-Djava.io.tmpdir=" + this.folder.resolve("temporary"))
			.withArguments(arguments)
			.arguments());
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true);
		builder.environment().remove("MULTIFROST_HOME");
		builder.environment().putAll(this.variables);
		Process process = builder.start();
		try {
			String output = process.inputReader().lines().collect(Collectors.joining("\n"));
			return new Run(process.waitFor(), output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Run(int code, String output) {
	}

	@EnableAutoConfiguration
	static class Application {

		Application() {
			System.out.println("A BEAN");
		}

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments);
		}

		@Bean
		CommandLineRunner shout(ParentWorkers workers) {
			return (arguments) -> System.out
				.println("shouted " + workers.get("words").call("shout", String.class, "yes"));
		}

	}

}
