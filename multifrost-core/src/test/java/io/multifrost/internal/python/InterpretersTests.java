package io.multifrost.internal.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Which interpreter is taken, of those on a {@code PATH} with nothing else on it.
 */
class InterpretersTests {

	/** Finds one, the second time also where it had to install it. */
	private static final String UV = """
			#!/bin/sh
			case "$*" in
			"python find --system ==3.13.*") [ -f "$FAKE_LOG" ] || exit 2; echo "$0-3.13" ;;
			"python install ==3.13.*") echo >"$FAKE_LOG" ;;
			*) echo "No interpreter found for $3" >&2; exit 2 ;;
			esac
			""";

	private final Interpreters interpreters = new Interpreters();

	@TempDir
	private Path bin;

	@BeforeEach
	void install() throws Exception {
		FakePython.named(this.bin.resolve("python3"), "3.8.18");
		FakePython.named(this.bin.resolve("python3.12"), "3.12.1");
		FakePython.named(this.bin.resolve("python3.10"), "3.10.4");
	}

	@Test
	void theFirstThatFitsIsTaken() {
		assertThat(find("").version()).isEqualTo("3.12.1");
		assertThat(find("==3.10.*").command()).isEqualTo("python3.10");
		assertThat(find(">=3.9,<3.11").abi()).isEqualTo("fake-abi");
	}

	@Test
	void whatWasLookedAtIsNamedWhereNoneFits() throws Exception {
		Path broken = Files.writeString(this.bin.resolve("python3.11"), "#!/bin/sh\necho a shim >&2; exit 127\n");
		Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThatThrownBy(() -> find("==3.11.*")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("No Python (>=3.9,==3.11.*) was found")
			.hasMessageContaining("'python3' (Python 3.8.18)")
			.hasMessageContaining("'python3.12' (Python 3.12.1)")
			.hasMessageContaining(
					"'python3.11' exited with code 127 when it was asked for its version, and said: a shim");
	}

	@Test
	void theOneThatIsNamedIsNotReplaced() {
		assertThatThrownBy(() -> this.interpreters.find("python3", List.of(), true, tools()))
			.isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("'python3' (Python 3.8.18)");
		assertThatThrownBy(() -> this.interpreters.find("python9", List.of(), true, tools()))
			.isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("'python9' was not found on the PATH");
	}

	@Test
	void uvFindsAndInstallsWhatIsNotOnThePath() throws Exception {
		FakePython.named(this.bin.resolve("uv-3.13"), "3.13.0");
		Path uv = Files.writeString(this.bin.resolve("uv"), UV);
		Files.setPosixFilePermissions(uv, PosixFilePermissions.fromString("rwxr-xr-x"));
		VersionSpecifiers wanted = VersionSpecifiers.of("==3.13.*");
		assertThatThrownBy(() -> this.interpreters.find(null, List.of(wanted), false, tools()))
			.isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("uv finds none");
		assertThat(this.interpreters.find(null, List.of(wanted), true, tools()).version()).isEqualTo("3.13.0");
		assertThatThrownBy(() -> find("==3.14.*")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("uv could not install one")
			.hasMessageContaining("No interpreter found");
	}

	private PythonInterpreter find(String wanted) {
		return this.interpreters.find(null, List.of(VersionSpecifiers.of(wanted)), true, tools());
	}

	private ToolRunner tools() {
		return new ToolRunner(Map.of("PATH", this.bin.toString(), "FAKE_LOG", this.bin.resolve("installed").toString()),
				(error, line) -> {
				}, Duration.ofMinutes(1));
	}

}
