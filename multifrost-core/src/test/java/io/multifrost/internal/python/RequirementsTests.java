package io.multifrost.internal.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequirementsTests {

	@TempDir
	private Path temp;

	@Test
	void filesThatAreIncludedCountToo() throws Exception {
		Path file = write("requirements.txt",
				"\uFEFF# all\n-r sub/more.txt\n--constraint=limits.txt\nsix\n-r requirements.txt\n-r ${HOME}/x.txt\n-r https://h/x.txt");
		Files.createDirectory(this.temp.resolve("sub"));
		write("sub/more.txt", "numpy # fast\n-c../limits.txt\n");
		write("limits.txt", "numpy<3\n");
		assertThat(read(file).content()).containsExactly("-r sub/more.txt", "numpy", "-c../limits.txt", "numpy<3",
				"--constraint=limits.txt", "six", "-r requirements.txt", "-r ${HOME}/x.txt", "-r https://h/x.txt");
	}

	@Test
	void commentsAndSpacesDoNotCount() throws Exception {
		Requirements first = read(write("a.txt", "six==1.0 # new\n\n# old\n"));
		Requirements second = Requirements.of(List.of(), List.of("  six==1.0", "", "# other"));
		assertThat(first.content()).isEqualTo(second.content());
		assertThat(Requirements.of(List.of(), List.of("six @ https://h/x#egg=six")).content())
			.containsExactly("six @ https://h/x#egg=six");
	}

	@Test
	void aFileThatIsIncludedAndDoesNotExistIsNamed() throws Exception {
		Path file = write("requirements.txt", "-r nowhere.txt");
		assertThatThrownBy(() -> read(file)).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("nowhere.txt");
	}

	@Test
	void messagesNameNoSecretsAndNotTooMuch() throws Exception {
		List<String> lines = List.of("--index-url https://me:secret@host/simple",
				"six @ https://me:secret@host/six.whl");
		assertThat(Requirements.of(List.of(), lines).describe()).isEqualTo("six @ https://***@host/six.whl");
		assertThat(Requirements.of(List.of(), Collections.nCopies(12, "six")).describe()).endsWith("six and 2 more");
		assertThat(Requirements.of(List.of(), List.of()).describe()).isEqualTo(Requirements.OWN);
	}

	@Test
	void hashesAreNoticed() throws Exception {
		assertThat(read(write("a.txt", "six==1.0 \\\n  --hash=sha256:00")).hashed()).isTrue();
		assertThat(read(write("b.txt", "six==1.0")).hashed()).isFalse();
	}

	private Path write(String name, String content) throws Exception {
		return Files.writeString(this.temp.resolve(name), content);
	}

	private static Requirements read(Path file) throws Exception {
		return Requirements.of(List.of(file), List.of());
	}

}
