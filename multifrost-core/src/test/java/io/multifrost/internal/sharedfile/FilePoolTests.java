package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.NdArray;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.FilePart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FilePool}, {@link CallFiles} and the directory.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class FilePoolTests {

	private static final NdArray NUMBERS = NdArray.of(new double[] { 1, 2, 3 });

	private static final CodecLimits LIMITS = CodecLimits.DEFAULTS.withMaxValueSize(64).withMaxFileSize(1 << 20);

	@TempDir
	private Path base;

	private FilePool pool() {
		return new FilePool(this.base, 1, LIMITS, ForkJoinPool.commonPool());
	}

	private List<Path> found() throws IOException {
		try (Stream<Path> all = Files.walk(this.base)) {
			return all.filter((path) -> !path.equals(this.base)).toList();
		}
	}

	private static double[] read(CallFiles files, FilePart part) {
		List<Double> read = new ArrayList<>();
		files.read(part, (piece) -> {
			while (piece.hasRemaining()) {
				read.add(piece.getDouble());
			}
		});
		return read.stream().mapToDouble(Double::doubleValue).toArray();
	}

	@Test
	void theDirectoryIsForItsUserAloneAndGoesWithItsLastUser() throws IOException {
		FilePool pool = pool();
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		assertThat(directory).isDirectory().hasParent(this.base);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		CallFiles call = new CallFiles(pool);
		String name = call.lendForAnswer();
		assertThat(name).isNotNull();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
			.isEqualTo("rw-------");
		lease.release();
		lease.release();
		assertThat(directory).isDirectory();
		call.end();
		assertThat(found()).isEmpty();
	}

	@Test
	void filesThatComeBackAreUsedAgainForWhatIsLargerToo() throws IOException {
		FilePool pool = pool();
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		for (int i = 1; i <= 5; i++) {
			double[] numbers = new double[20_000 * i];
			numbers[numbers.length - 1] = i;
			CallFiles call = new CallFiles(pool);
			FilePart part = call.write(NdArray.of(numbers), "argument");
			assertThat(part).isEqualTo(new FilePart("1", 0, 8L * numbers.length));
			List<Double> read = new ArrayList<>();
			try (RandomAccessFile file = new RandomAccessFile(directory.resolve("1").toFile(), "r")) {
				FileBytes.read(file, part.length() - 8, 8, (piece) -> read.add(piece.getDouble()));
			}
			assertThat(read).containsExactly((double) i);
			call.returned();
			call.end();
		}
		lease.release();
		assertThat(found()).isEmpty();
	}

	@Test
	void whatAWorkerMayStillLookAtIsDeletedAndNotUsedAgain() throws IOException {
		FilePool pool = pool();
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		CallFiles unanswered = new CallFiles(pool);
		FilePart first = unanswered.write(NUMBERS, "argument");
		unanswered.end();
		CallFiles repeated = new CallFiles(pool);
		FilePart second = repeated.write(NUMBERS, "argument");
		repeated.repeated();
		repeated.returned();
		repeated.end();
		CallFiles answered = new CallFiles(pool);
		FilePart third = answered.write(NUMBERS, "argument");
		answered.returned();
		answered.end();
		answered.end();
		assertThat(List.of(first.name(), second.name(), third.name())).doesNotHaveDuplicates();
		assertThat(directory.resolve(first.name())).doesNotExist();
		assertThat(directory.resolve(second.name())).doesNotExist();
		assertThat(directory.resolve(third.name())).exists();
		CallFiles next = new CallFiles(pool);
		assertThat(next.write(NUMBERS, "argument")).isEqualTo(third);
		next.end();
		lease.release();
	}

	@Test
	void anAnswerIsReadFromTheFileThatWasLentForItAlone() throws IOException {
		FilePool pool = pool();
		for (int round = 0; round < 3; round++) {
			CallFiles call = new CallFiles(pool);
			FilePart argument = call.write(NUMBERS, "argument");
			String name = call.lendForAnswer();
			Path directory = found().stream().filter(Files::isDirectory).findAny().orElseThrow();
			try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
				FileBytes.write(file, NUMBERS);
			}
			assertThat(read(call, new FilePart(name, 0, 24))).containsExactly(1, 2, 3);
			assertThat(read(call, new FilePart(name, 8, 8))).containsExactly(2);
			for (FilePart hostile : List.of(argument, new FilePart("lock", 0, 0), new FilePart("../" + name, 0, 8),
					new FilePart("9", 0, 8), new FilePart("", 0, 8))) {
				assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(call, hostile))
					.withMessageContaining("not lent");
			}
			for (FilePart beyond : List.of(new FilePart(name, 0, 25), new FilePart(name, 24, 1),
					new FilePart(name, Long.MAX_VALUE, 8), new FilePart(name, Long.MAX_VALUE, Long.MAX_VALUE / 1024))) {
				assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(call, beyond));
			}
			assertThatExceptionOfType(CodecFault.class)
				.isThrownBy(() -> read(call, new FilePart(name, 0, (1 << 20) + 1)))
				.withMessageContaining("max-file-size");
			call.returned();
			call.end();
			assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(call, new FilePart(name, 0, 8)));
		}
	}

	@Test
	void aFileThatIsCutShortIsAnErrorAlsoWhereItIsMapped() throws IOException {
		FilePool pool = pool();
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		NdArray large = NdArray.of(new double[100_000]);
		CallFiles first = new CallFiles(pool);
		String name = first.write(large, "argument").name();
		first.returned();
		first.end();
		CallFiles second = new CallFiles(pool);
		assertThat(second.lendForAnswer()).isEqualTo(name);
		assertThat(read(second, new FilePart(name, 0, 800_000))).hasSize(100_000);
		try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
			file.setLength(100);
		}
		assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> read(second, new FilePart(name, 0, 800_000)))
			.withMessageContaining("it has 100 bytes");
		second.returned();
		second.end();
		assertThat(directory.resolve(name)).doesNotExist();
		lease.release();
	}

	@Test
	void whatIsBeyondTheLimitsIsRefusedOrSentInAMessage() {
		FilePool pool = new FilePool(this.base, 1, LIMITS.withMaxFileSize(16), ForkJoinPool.commonPool());
		CallFiles call = new CallFiles(pool);
		assertThat(call.write(NUMBERS, "argument")).isNull();
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(() -> call.write(NdArray.of(new double[9]), "argument 1"))
			.withMessageContaining("argument 1 is beyond the limit max-file-size: 72 where at most 16");
		call.end();
	}

	@Test
	void filesThatAreIdleAreGivenBack() throws IOException {
		FilePool pool = pool();
		FileLease lease = new FileLease(pool);
		Path directory = lease.acquire();
		CallFiles call = new CallFiles(pool);
		Path file = directory.resolve(call.write(NUMBERS, "argument").name());
		call.returned();
		call.end();
		assertThat(file).exists();
		await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(file));
		assertThat(directory).isDirectory();
		lease.release();
	}

	@Test
	void directoriesOfProcessesThatHaveEndedAreSweptAway() throws Exception {
		Path abandoned = directory("multifrost-files-1-1-0");
		Files.createFile(abandoned.resolve("lock"));
		Files.writeString(abandoned.resolve("1"), "left");
		Path old = directory("multifrost-files-1-1-1");
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
		Path young = directory("multifrost-files-1-1-2");
		Path open = directory("multifrost-files-1-1-3");
		Files.createFile(open.resolve("lock"));
		Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
		Path elsewhere = directory("elsewhere");
		Files.createFile(elsewhere.resolve("lock"));
		Path link = Files.createSymbolicLink(this.base.resolve("multifrost-files-1-1-4"), elsewhere);
		FileLease living = new FileLease(pool());
		Path own = living.acquire();
		FileLease other = new FileLease(pool());
		assertThat(other.acquire()).isNotEqualTo(own);
		assertThat(abandoned).doesNotExist();
		assertThat(old).doesNotExist();
		assertThat(List.of(young, open, elsewhere, link, own)).allMatch(Files::exists);
		living.release();
		other.release();
	}

	@Test
	void aDirectoryThatAProcessHasLockedIsLeftAlone() throws Exception {
		Path locked = directory("multifrost-files-1-1-0");
		Path file = Files.createFile(locked.resolve("lock"));
		Process process = new ProcessBuilder("java", "-cp", System.getProperty("java.class.path"),
				LockingProgram.class.getName(), file.toString())
			.redirectErrorStream(true)
			.start();
		try {
			assertThat(process.inputReader().readLine()).isEqualTo("locked");
			FileDirectory.deleteIfAbandoned(locked);
			assertThat(file).exists();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		FileDirectory.deleteIfAbandoned(locked);
		assertThat(locked).doesNotExist();
	}

	private Path directory(String name) throws IOException {
		return Files.createDirectory(this.base.resolve(name),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

}
