package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A script that answers as an interpreter does, so that tests of what surrounds it take
 * no seconds. It makes environments of copies of itself, in which it counts as pip too.
 */
final class FakePython {

	private static final String SCRIPT = """
			#!/bin/sh
			for last; do :; done
			case "$*" in
			*SOABI*) echo noise of a start; echo %s; echo fake-abi ;;
			*"-m venv"*) mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; echo made a venv ;;
			*"pip install"*)
				echo x >>"$FAKE_LOG.installs"
				echo collecting things
				if [ "$FAKE_MODE" = hang ]; then
					sleep 1000 &
					echo $! >"$FAKE_LOG.tmp" && mv "$FAKE_LOG.tmp" "$FAKE_LOG.pid"
					wait
				fi
				if [ "$FAKE_MODE" = fail ]; then echo "ERROR: No space left on device" >&2; exit 7; fi
				echo installed >"$(dirname "$0")/packages" ;;
			*"import msgpack"*) [ -f "$(dirname "$0")/packages" ] ;;
			esac
			""";

	private final Path file;

	private FakePython(Path file) {
		this.file = file;
	}

	static FakePython in(Path folder, String version) throws IOException {
		Files.createDirectories(folder);
		return named(folder.resolve("python-" + version), version);
	}

	static FakePython named(Path file, String version) throws IOException {
		Files.writeString(file, SCRIPT.formatted(version));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
		return new FakePython(file);
	}

	String executable() {
		return this.file.toString();
	}

	/** The value of {@code FAKE_LOG}, beside which the script writes what it did. */
	Path log() {
		return this.file.resolveSibling("log");
	}

	long installs() throws IOException {
		Path installs = Path.of(log() + ".installs");
		return Files.exists(installs) ? Files.readAllLines(installs).size() : 0;
	}

	/** The child of a tool that hangs. */
	Path childPid() {
		return Path.of(log() + ".pid");
	}

}
