package io.multifrost.parent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of results and arguments that go item by item between a parent and plain
 * functions in Python.
 */
@Timeout(120)
class PythonStreamTests {

	private static final String FUNCTIONS = """
			from collections.abc import AsyncIterator, Iterator
			from typing import BinaryIO

			made, closed = 0, 0


			def count(number: int) -> Iterator[int]:
				yield from range(number)


			async def count_async(number: int):
				for each in range(number):
					yield each


			def endless():
				global made, closed
				try:
					while True:
						made += 1
						yield made
				finally:
					closed += 1


			def state():
				return [made, closed]


			def failing(number: int):
				yield from range(number)
				raise ValueError(f"after {number}")


			def total(numbers: Iterator[int]) -> int:
				return sum(numbers)


			def length(file: BinaryIO) -> int:
				return sum(map(len, iter(lambda: file.read(1000), b"")))


			def doubled(numbers: Iterator[int]):
				for number in numbers:
					yield 2 * number


			async def doubled_async(numbers: AsyncIterator[int]):
				async for number in numbers:
					yield 2 * number


			def zeros(size: int):
				while size > 0:
					yield bytes(min(size, 65536))
					size -= 65536
			""";

	@TempDir
	private static Path directory;

	private static ParentWorker worker;

	private static Client client;

	@BeforeAll
	static void start() throws IOException {
		Path script = Files.writeString(directory.resolve("streams.py"), FUNCTIONS);
		worker = ParentWorker
			.spawn(PythonWorker.script(script.toString()).executable(Python.executable().toString()).build())
			.start();
		client = worker.as(Client.class);
	}

	@AfterAll
	static void stop() {
		worker.stop();
	}

	@Test
	void aMillionItemsComeInOrder() {
		AtomicLong next = new AtomicLong();
		try (Stream<Long> items = client.count(1_000_000)) {
			items.forEach((item) -> assertThat(item).isEqualTo(next.getAndIncrement()));
		}
		assertThat(next).hasValue(1_000_000);
	}

	@Test
	void anAsynchronousGeneratorIsOneToo() {
		assertThat(client.countAsync(1000)).hasSize(1000);
	}

	@Test
	void whoeverAsksForOneResultGetsAllItems() {
		assertThat(worker.call("count", Object.class, 3)).isEqualTo(List.of(0L, 1L, 2L));
	}

	@Test
	void noMoreIsMadeThanIsAskedForAndTheGeneratorIsClosed() {
		try (Stream<Long> items = client.endless()) {
			Iterator<Long> iterator = items.iterator();
			assertThat(iterator.next()).isOne();
			await().untilAsserted(() -> assertThat(client.state()).containsExactly(16L, 0L));
			assertThat(client.state()).containsExactly(16L, 0L);
		}
		await().untilAsserted(() -> assertThat(client.state()).containsExactly(16L, 1L));
	}

	@Test
	void anErrorComesBehindTheItems() {
		List<Long> read = new ArrayList<>();
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> client.failing(3).forEach(read::add))
			.withMessageContaining("after 3");
		assertThat(read).containsExactly(0L, 1L, 2L);
	}

	@Test
	void argumentsGoItemByItem(@TempDir Path other) throws IOException {
		assertThat(client.total(LongStream.range(0, 100_000).boxed())).isEqualTo(99_999L * 50_000);
		assertThat(client.length(new ByteArrayInputStream(new byte[1_000_000]))).isEqualTo(1_000_000);
		Path file = Files.write(other.resolve("large"), new byte[3_000_000]);
		assertThat(client.length(file)).isEqualTo(3_000_000);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> client.length(other.resolve("missing")))
			.withMessageContaining("argument 1 of function 'length'")
			.withMessageContaining("missing");
	}

	@Test
	void bothDirectionsGoAtOnce() {
		assertThat(sum(client.doubled(LongStream.range(0, 10_000).boxed()))).isEqualTo(9_999L * 10_000);
		assertThat(sum(client.doubledAsync(LongStream.range(0, 10_000).boxed()))).isEqualTo(9_999L * 10_000);
	}

	@Test
	void bytesComeAsOneStreamOfThem() throws IOException {
		try (InputStream zeros = client.zeros(1_000_000)) {
			assertThat(zeros.readAllBytes()).isEqualTo(new byte[1_000_000]);
		}
	}

	private static long sum(Stream<Long> numbers) {
		try (numbers) {
			return numbers.mapToLong(Long::longValue).sum();
		}
	}

	interface Client {

		Stream<Long> count(long number);

		Stream<Long> countAsync(long number);

		Stream<Long> endless();

		List<Long> state();

		Stream<Long> failing(long number);

		long total(Stream<Long> numbers);

		long length(InputStream bytes);

		long length(Path file);

		Stream<Long> doubled(Stream<Long> numbers);

		Stream<Long> doubledAsync(Stream<Long> numbers);

		InputStream zeros(long size);

	}

}
