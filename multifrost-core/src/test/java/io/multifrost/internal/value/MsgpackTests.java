package io.multifrost.internal.value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.multifrost.CodecLimits;

import static org.assertj.core.api.Assertions.assertThat;

class MsgpackTests {

	/**
	 * In a JVM of its own, since the library decides once.
	 */
	@Test
	@Timeout(value = 1, unit = TimeUnit.MINUTES)
	@EnabledForJreRange(min = JRE.JAVA_24)
	void theJvmWarnsOfNothingThatReadingAndWritingDo() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Program.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output.strip()).isEqualTo("1");
		assertThat(process.waitFor()).isZero();
	}

	/**
	 * Reads and writes a value.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws IOException {
			ValueWriter writer = new ValueWriter(CodecLimits.DEFAULTS, JacksonMapper.STANDARD);
			writer.write(1L, 0);
			byte[] bytes = writer.finish();
			System.out.println(MsgpackReader.of(new EncodedValue(bytes, 0, bytes.length)).readNumber());
		}

	}

}
