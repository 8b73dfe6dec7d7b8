package io.multifrost.child;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TrainingClassesTests {

	@Test
	void aClassFileTellsWhatItRefersTo() throws IOException {
		try (InputStream in = TrainingClassesTests.class.getResourceAsStream("TrainingClassesTests$Program.class")) {
			assertThat(TrainingClasses.references(Objects.requireNonNull(in)))
				.contains("io.multifrost.child.TrainingClassesTests$Functions", "java.lang.Math",
						"io.multifrost.child.ChildWorker")
				.noneMatch((name) -> name.startsWith("[") || name.contains("/"));
		}
	}

	@Test
	void whatIsNoClassFileIsRefused() {
		byte[] bytes = new byte[64];
		assertThatIOException().isThrownBy(() -> {
			bytes[9] = 2;
			bytes[10] = 99;
			TrainingClasses.references(new ByteArrayInputStream(bytes));
		}).withMessage("Unknown tag 99 in a class file");
	}

	/**
	 * With each kind of constant that takes another room.
	 */
	static final class Program {

		private Program() {
		}

		static Object main() {
			long wide = 1234567890123L;
			double fraction = 3.25;
			Object[][] arrays = new Object[1][1];
			Runnable task = () -> ChildWorker.serving(new Functions()).run();
			return Math.max(wide, (long) fraction) + task.hashCode() + arrays.length + "text";
		}

	}

	static final class Functions {

	}

}
