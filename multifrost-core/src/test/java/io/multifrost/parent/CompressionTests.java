package io.multifrost.parent;

import java.io.ByteArrayInputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.multifrost.Compression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of arguments and results that are compressed on their way to a worker that is not
 * reached by an address of the loopback. The address of no interface leads to this
 * machine, too.
 */
class CompressionTests {

	private static final String TEXT = "to be or not to be ".repeat(50_000);

	@RegisterExtension
	private final TestServices services = new TestServices();

	@BeforeEach
	void start() {
		this.services.serve("echo", new Functions());
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void argumentsResultsAndItemsAreCompressed(Compression algorithm) {
		ParentWorker parent = connect("0.0.0.0", algorithm);
		assertThat(parent.call("echo", String.class, TEXT)).isEqualTo(TEXT);
		assertThat(parent.stream("lines", String.class, TEXT)).containsExactly(TEXT, "end");
		assertThat(parent.call("length", long.class, new ByteArrayInputStream(new byte[1_000_000])))
			.isEqualTo(1_000_000);
		assertThat(bytes(parent)).isLessThan(400_000);
	}

	@Test
	void nothingIsCompressedOnTheLoopback() {
		ParentWorker parent = connect("127.0.0.1", Compression.GZIP);
		assertThat(parent.call("echo", String.class, TEXT)).isEqualTo(TEXT);
		assertThat(bytes(parent)).isGreaterThan(2L * TEXT.length());
	}

	private ParentWorker connect(String host, Compression compression) {
		return this.services.parent(ParentWorker.connectTo("tcp://" + host + ":" + this.services.port("echo"))
			.compression(compression)
			.compressionThreshold(1000));
	}

	private static long bytes(ParentWorker parent) {
		return parent.snapshot().bytesSent() + parent.snapshot().bytesReceived();
	}

	public static class Functions {

		public String echo(String text) {
			return text;
		}

		public Stream<String> lines(String text) {
			return Stream.of(text, "end");
		}

		public long length(byte[] bytes) {
			return bytes.length;
		}

	}

}
