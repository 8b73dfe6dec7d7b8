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
	void whatIsNotSupportedIsNamed() {
		refused("dependencies = \"six\"", "'dependencies' must be a list of strings");
		refused("requires-python = 3", "a string in single or double quotes is expected in requires-python at '3'");
		refused("requires-python = \"3.12\"", "'3.12' is not understood as a version");
		refused("dependencies = [\"six\"", "',' is expected");
		refused("dependencies = [\"six]", "a string in a list has no end");
		refused("dependencies = [\"six\" \"x\"]", "',' is expected at '\"x\"]'");
		refused("dependencies = [\"\"\"six\"\"\"]", "a string in single or double quotes is expected");
		refused("dependencies = [\"\\u0073ix\"]", "the escape '\\u' in a list is not supported");
		refused("dependencies = []\n# dependencies = []", "'dependencies' stands there twice");
		refused("= 1", "a key is expected at '= 1'");
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
