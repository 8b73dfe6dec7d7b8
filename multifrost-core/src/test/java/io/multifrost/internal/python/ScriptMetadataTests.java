package io.multifrost.internal.python;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptMetadataTests {

	@TempDir
	private Path temp;

	@Test
	void dependenciesAndVersionAreRead() throws Exception {
		ScriptMetadata metadata = read("""
				#!/usr/bin/env python3
				# /// script
				# requires-python = '>=3.11'
				# dependencies = [
				#   "numpy>=2", # for speed
				#   'six; python_version < "4"',
				#   "a\\"b",
				# ]
				#
				# [tool.uv]
				# exclude-newer = 2024-01-01T00:00:00Z
				# ///
				import numpy
				""");
		assertThat(metadata.dependencies()).containsExactly("numpy>=2", "six; python_version < \"4\"", "a\"b");
		assertThat(metadata.requiresPython()).hasToString(">=3.11");
	}

	@Test
	void aScriptWithoutABlockHasNone() throws Exception {
		assertThat(read("# /// other\n# dependencies = 1\n# ///\n")).isEqualTo(ScriptMetadata.NONE);
		assertThat(read("# /// script\n# dependencies = ['six']\nimport six\n# ///\n")).isEqualTo(ScriptMetadata.NONE);
	}

	@Test
	void anEmptyBlockAsksForNothing() throws Exception {
		ScriptMetadata metadata = read("# /// script\n# ///\n");
		assertThat(metadata.dependencies()).isEmpty();
		assertThat(metadata.requiresPython().isEmpty()).isTrue();
	}

	@Test
	void whatIsWrongIsNamed() {
		refused("dependencies = \"six\"", "'dependencies' must be a list of strings");
		refused("dependencies = [3]", "'dependencies' must be a list of strings");
		refused("requires-python = 3", "'requires-python' must be a string");
		refused("requires-python = \"3.12\"", "'3.12' is not understood as a version");
		refused("dependencies = [\"six\"", "Premature end of file, in line 1");
		refused("dependencies = [\"six]", "Premature end of file, in line 1");
		refused("dependencies = [\"six\" \"x\"]", "More data after value");
		refused("dependencies = []\n# dependencies = []", "Duplicate key, in line 2");
		refused("= 1", "expected key or table");
	}

	@Test
	void allOfTomlIsRead() throws Exception {
		assertThat(read("# /// script\n# dependencies = [\"\"\"six\"\"\", \"\\u0073ix\"]\n# ///\n").dependencies())
			.containsExactly("six", "six");
	}

	private void refused(String line, String problem) {
		assertThatThrownBy(() -> read("# /// script\n# " + line + "\n# ///\n"))
			.isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("words.py")
			.hasMessageContaining(problem);
	}

	private ScriptMetadata read(String script) throws Exception {
		return ScriptMetadata.of(Files.writeString(this.temp.resolve("words.py"), script));
	}

}
