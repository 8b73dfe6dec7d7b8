package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.CodecLimits;
import io.multifrost.MultifrostException;
import io.multifrost.NdArray;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.FilePart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link WorkerFiles}.
 */
@DisabledOnOs(OS.WINDOWS)
class WorkerFilesTests {

	private static final NdArray NUMBERS = NdArray.of(new double[] { 1, 2, 3 });

	@TempDir
	private Path base;

	private Path directory;

	@BeforeEach
	void create() throws IOException {
		this.directory = Files.createDirectory(this.base.resolve("files"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.createFile(this.directory.resolve("lock"));
		write(this.directory.resolve("1"));
	}

	private static void write(Path path) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
			FileBytes.write(file, NUMBERS);
		}
	}

	private static WorkerFiles files(Path directory) {
		return WorkerFiles.of(Map.of("MULTIFROST_FILES", directory.toString()),
				CodecLimits.DEFAULTS.withMaxValueSize(64).withMaxFileSize(1 << 20));
	}

	private static int read(WorkerFiles files, String name, long offset, long length) {
		int[] count = new int[1];
		files.read(new FilePart(name, offset, length), (piece) -> count[0] += piece.remaining());
		return count[0];
	}

	@Test
	void whatTheParentHasWrittenIsRead() {
		WorkerFiles files = files(this.directory);
		assertThat(files.isUsable()).isTrue();
		assertThat(read(files, "1", 0, 24)).isEqualTo(24);
		assertThat(read(files, "1", 8, 16)).isEqualTo(16);
		assertThat(read(files, "1", 24, 0)).isZero();
	}

	@Test
	void aResultIsWrittenToTheFileThatWasLent() throws IOException {
		NdArray large = NdArray.of(new int[100_000]);
		assertThat(files(this.directory).write("1", large)).isEqualTo(new FilePart("1", 0, 400_000));
		assertThat(this.directory.resolve("1")).hasSize(400_000);
		assertThat(files(this.directory).write("2", NUMBERS)).isNull();
		assertThat(this.directory.resolve("2")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "lock", "../1", "1/../1", "/etc/passwd", "1\0", "-1", "1.0", "\u0661", "1 ",
			"1234567890123456789" })
	void namesThatAreNoneAreNotLookedUp(String name) {
		assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(files(this.directory), name, 0, 1))
			.withMessageContaining("no name of a file of the parent");
	}

	@Test
	void linksAndWhatIsNoFileAreNotOpened() throws Exception {
		Path elsewhere = this.base.resolve("elsewhere");
		write(elsewhere);
		Files.createSymbolicLink(this.directory.resolve("2"), elsewhere);
		Files.createDirectory(this.directory.resolve("3"));
		assertThat(new ProcessBuilder("mkfifo", this.directory.resolve("4").toString()).start().waitFor()).isZero();
		for (String name : new String[] { "2", "3", "4" }) {
			assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(files(this.directory), name, 0, 1))
				.withMessageContaining("no file of the parent");
			assertThat(files(this.directory).write(name, NUMBERS)).isNull();
		}
	}

	@Test
	void whatIsNotThereIsNotRead() {
		WorkerFiles files = files(this.directory);
		for (long[] part : new long[][] { { 0, 25 }, { 24, 1 }, { 25, 0 }, { Long.MAX_VALUE, 1 },
				{ Long.MAX_VALUE, 1 << 20 } }) {
			assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(files, "1", part[0], part[1]))
				.withMessageContaining("cannot be read as announced");
		}
		assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(files, "1", 0, (1 << 20) + 1))
			.withMessageContaining("max-file-size");
	}

	@Test
	void aDirectoryThatIsNotOfThisUserAloneIsNotUsed() throws IOException {
		assertThat(files(this.base.resolve("missing")).isUsable()).isFalse();
		assertThat(files(Files.createSymbolicLink(this.base.resolve("link"), this.directory)).isUsable()).isFalse();
		assertThat(WorkerFiles.of(Map.of(), CodecLimits.DEFAULTS).isUsable()).isFalse();
		assertThat(WorkerFiles.of(Map.of("MULTIFROST_FILES", "\0"), CodecLimits.DEFAULTS).isUsable()).isFalse();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx-w----"));
		assertThat(files(this.directory).isUsable()).isFalse();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		Files.delete(this.directory.resolve("lock"));
		assertThat(files(this.directory).isUsable()).isFalse();
	}

	@Test
	void aFullFileSystemSendsWhatFitsAMessageAndNamesWhatDoesNot() throws Exception {
		Path full = Files.createDirectory(this.base.resolve("full"));
		assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", full.toString())
			.redirectErrorStream(true)
			.start()
			.waitFor() == 0, "only root may mount");
		try {
			fill(full);
		}
		finally {
			assertThat(new ProcessBuilder("umount", full.toString()).inheritIO().start().waitFor()).isZero();
		}
	}

	private static void fill(Path full) throws IOException {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxValueSize(1 << 20);
		NdArray large = NdArray.of(new double[12_500]);
		NdArray tooLarge = NdArray.of(new double[200_000]);
		FilePool pool = new FilePool(full, 1, limits, Runnable::run);
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		CallFiles call = new CallFiles(pool);
		assertThat(call.write(large, "argument 1")).isNull();
		assertThatExceptionOfType(MultifrostException.class).isThrownBy(() -> call.write(tooLarge, "argument 1"))
			.withMessageContaining("argument 1: A value of 1600000 bytes could not be written to a shared file")
			.withMessageContaining("No space left on device")
			.withMessageContaining("make room");
		WorkerFiles files = WorkerFiles.of(Map.of("MULTIFROST_FILES", directory.toString()), limits);
		String name = call.lendForAnswer();
		assertThat(files.write(name, large)).isNull();
		assertThatExceptionOfType(MultifrostException.class).isThrownBy(() -> files.write(name, tooLarge))
			.withMessageContaining("could not be written to a shared file")
			.withMessageContaining("make room in " + directory);
		call.returned();
		call.end();
		lease.release();
		try (var left = Files.list(full)) {
			assertThat(left).isEmpty();
		}
	}

}
