package io.multifrost.parent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.CallTimeoutException;
import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostException;
import io.multifrost.MultifrostFunction;
import io.multifrost.NdArray;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerExitedException;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Arrays and bytes that are large, in files that both processes share.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LargeValueTests {

	private static final Path BASE = Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm")
			: Path.of(System.getProperty("java.io.tmpdir"));

	private static final double[] NUMBERS = new Random(42).doubles(300_000).toArray();

	private static final double[] DOUBLED = Arrays.stream(NUMBERS).map((number) -> 2 * number).toArray();

	@AfterEach
	void nothingIsLeft() throws IOException {
		assertThat(directories(ProcessHandle.current().pid())).isEmpty();
	}

	static List<Path> directories(long pid) throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(BASE, "multifrost-files-" + pid + "-*")) {
			stream.forEach(found::add);
		}
		return found;
	}

	/** Those that are there now, without the lock. */
	private static List<Path> files() throws IOException {
		List<Path> found = new ArrayList<>();
		for (Path directory : directories(ProcessHandle.current().pid())) {
			try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "[0-9]*")) {
				stream.forEach(found::add);
			}
		}
		return found;
	}

	private static ParentWorkerBuilder python() {
		return ParentWorker.spawn(PythonWorker.script(Python.peer("large_worker.py").toString())
			.executable(Python.executable().toString())
			.build());
	}

	@Test
	void javaToJava() throws IOException {
		try (ParentWorker worker = LargeValueWorker.spawn().start()) {
			for (int i = 0; i < 5; i++) {
				assertThat(worker.call("twice", double[].class, NUMBERS)).isEqualTo(DOUBLED);
			}
			assertThat(files()).as("two that are used again").hasSize(2);
			NdArray matrix = worker.call("same", NdArray.class, NdArray.of(NUMBERS, 300, 1_000));
			assertThat(matrix.shape()).containsExactly(300, 1_000);
			assertThat(matrix.doubles()).isEqualTo(NUMBERS);
			assertThat(worker.call("same", double[][].class, NdArray.of(NUMBERS, 300, 1_000))[299])
				.isEqualTo(Arrays.copyOfRange(NUMBERS, 299_000, 300_000));
			byte[] bytes = new byte[2 << 20];
			new Random(1).nextBytes(bytes);
			assertThat(worker.call("echo", byte[].class, (Object) bytes)).isEqualTo(bytes);
			assertThat(worker.call("buffer", ByteBuffer.class, ByteBuffer.wrap(bytes, 5, bytes.length - 5)))
				.isEqualTo(ByteBuffer.wrap(bytes, 5, bytes.length - 5));
			assertThat(snapshot(worker)).isLessThan(100_000);
		}
	}

	private static long snapshot(ParentWorker worker) {
		return worker.snapshot().bytesSent() + worker.snapshot().bytesReceived();
	}

	@Test
	void aFunctionThatWantsSomethingElseGetsIt() {
		try (ParentWorker worker = LargeValueWorker.spawn().start()) {
			double[] few = { 1, 2, 3 };
			assertThat(worker.call("sumOfList", Double.class, (Object) few)).isEqualTo(6);
			assertThat(worker.call("sumOfMany", Double.class, (Object) NUMBERS))
				.isEqualTo(NUMBERS[0] + NUMBERS[NUMBERS.length - 1]);
			assertThat(worker.call("sumOfMany", Double.class, 1, 2)).isEqualTo(3);
			assertThat(worker.call("kind", String.class, (Object) NUMBERS)).isEqualTo("list of 300000");
			assertThat(worker.call("kind", String.class, NdArray.of(new long[6], 2, 3))).isEqualTo("list of 2");
			assertThat(worker.call("kind", String.class, (Object) new byte[2 << 20])).isEqualTo("byte[]");
			assertThat(worker.call("handle", Integer.class, (Object) NUMBERS)).isEqualTo(300_000);
			assertThat(worker.call("same", Object.class, NdArray.of(new int[] { 1, 2 }, 2, 1)))
				.isEqualTo(List.of(List.of(1L), List.of(2L)));
		}
	}

	@Test
	@RequiresPython
	void javaToPython() {
		try (ParentWorker worker = python().start()) {
			Numbers numbers = worker.as(Numbers.class);
			for (int i = 0; i < 5; i++) {
				assertThat(numbers.twice(NUMBERS)).isEqualTo(DOUBLED);
			}
			assertThat(numbers.twice(NdArray.of(NUMBERS)).doubles()).isEqualTo(DOUBLED);
			assertThat(numbers.twiceLater(NUMBERS).join()).isEqualTo(DOUBLED);
			byte[] bytes = new byte[20 << 20];
			new Random(1).nextBytes(bytes);
			assertThat(numbers.echo(bytes)).as("more than a message may hold").isEqualTo(bytes);
			assertThat(numbers.length(bytes)).isEqualTo(bytes.length);
			assertThat(snapshot(worker)).isLessThan(100_000);
		}
	}

	@Test
	void whatIsBelowTheThresholdIsInAMessage() throws IOException {
		try (ParentWorker worker = LargeValueWorker.spawn().filesThreshold(2_400_001).start()) {
			assertThat(worker.call("twice", double[].class, NUMBERS)).isEqualTo(DOUBLED);
			assertThat(snapshot(worker)).isGreaterThan(4_800_000);
			assertThat(files()).as("lent, and not written to")
				.hasSize(1)
				.allMatch((file) -> file.toFile().length() == 0);
		}
		try (ParentWorker worker = LargeValueWorker.spawn().filesThreshold(2_400_000).start()) {
			assertThat(worker.call("twice", double[].class, NUMBERS)).isEqualTo(DOUBLED);
			assertThat(snapshot(worker)).isLessThan(100_000);
		}
	}

	@Test
	void filesCanBeSwitchedOff() throws IOException {
		try (ParentWorker worker = LargeValueWorker.spawn().filesThreshold(0).start()) {
			assertThat(worker.call("twice", double[].class, NUMBERS)).isEqualTo(DOUBLED);
			assertThat(directories(ProcessHandle.current().pid())).isEmpty();
		}
	}

	@Test
	void filesHaveALimitOfTheirOwn() {
		try (ParentWorker worker = LargeValueWorker.spawn()
			.limits(CodecLimits.DEFAULTS.withMaxValueSize(1 << 20).withMaxFileSize(2_000_000))
			.start()) {
			assertThatExceptionOfType(MessageLimitException.class)
				.isThrownBy(() -> worker.call("twice", double[].class, NUMBERS))
				.withMessageContaining("argument 1 of function 'twice' is beyond the limit max-file-size: 2400000");
		}
	}

	@Test
	@RequiresPython
	void aHundredCallsAtOnce() throws IOException {
		try (ParentWorker java = LargeValueWorker.spawn().start();
				ParentWorker python = python().instances(2).start()) {
			List<CompletableFuture<double[]>> all = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				double[] values = new double[150_000];
				Arrays.fill(values, i);
				ParentWorker worker = (i % 2 == 0) ? java : python;
				all.add(worker.callAsync("twice", double[].class, values));
			}
			for (int i = 0; i < 100; i++) {
				double[] expected = new double[150_000];
				Arrays.fill(expected, 2 * i);
				assertThat(all.get(i).join()).isEqualTo(expected);
			}
		}
	}

	@Test
	void theFilesOfACallThatFailsAreDeleted() throws IOException {
		try (ParentWorker worker = LargeValueWorker.spawn().start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("fail", double[].class, NUMBERS))
				.withMessageContaining("of 300000");
			assertThat(files()).isEmpty();
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200)), "hang",
						double[].class, (Object) NUMBERS));
			assertThat(files()).isEmpty();
			CompletableFuture<double[]> cancelled = worker.callAsync("hang", double[].class, NUMBERS);
			assertThat(files()).hasSize(2);
			cancelled.cancel(false);
			assertThat(files()).isEmpty();
			assertThatExceptionOfType(MultifrostException.class)
				.isThrownBy(() -> worker.call("twice", double[].class, NUMBERS, new Object()));
			assertThat(files()).isEmpty();
		}
	}

	@Test
	@RequiresPython
	void aWorkerThatIsKilledLeavesNothing() throws IOException {
		for (ParentWorkerBuilder builder : List.of(LargeValueWorker.spawn(), python())) {
			try (ParentWorker worker = builder.start()) {
				CompletableFuture<double[]> call = worker.callAsync("hang", double[].class, NUMBERS);
				assertThat(files()).hasSize(2);
				ProcessHandle.of(worker.pid().getAsLong()).orElseThrow().destroyForcibly();
				assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join)
					.withCauseInstanceOf(WorkerExitedException.class);
				await().until(() -> directories(ProcessHandle.current().pid()).isEmpty());
			}
		}
	}

	@Test
	@RequiresPython
	void anIdempotentCallReachesTheNextProcessWithItsFiles(@TempDir Path directory) {
		try (ParentWorker worker = python().autoRestart(true).start()) {
			CallOptions options = CallOptions.DEFAULTS.withIdempotent(true);
			String marker = directory.resolve("died").toString();
			assertThat(worker.call(options, "die_once", double[].class, NUMBERS, marker)).isEqualTo(DOUBLED);
			assertThat(worker.call(options, "die_once", double[].class, NUMBERS, marker)).isEqualTo(DOUBLED);
		}
	}

	@Test
	@RequiresPython
	void aParentThatIsKilledLeavesNothing() throws Exception {
		Process parent = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), LargeValueParent.class.getName())
			.redirectErrorStream(true)
			.start();
		try {
			String line = "";
			while (line != null && !line.equals("ready")) {
				line = parent.inputReader().readLine();
			}
			assertThat(line).isEqualTo("ready");
			assertThat(directories(parent.pid())).hasSize(2);
		}
		finally {
			parent.destroyForcibly().waitFor();
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> directories(parent.pid()).isEmpty());
	}

	interface Numbers {

		double[] twice(double[] values);

		NdArray twice(NdArray values);

		@MultifrostFunction("twice")
		CompletableFuture<double[]> twiceLater(double[] values);

		byte[] echo(byte[] bytes);

		int length(byte[] bytes);

	}

}
