package io.multifrost.child;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.MultifrostFunction;

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

	@Test
	void aProgramIsListedWithWhatItRefersToAndWhatItsFunctionsTake() throws Exception {
		TrainingClasses classes = classesOf(Program.class);
		assertThat(classes.names()).contains("io/multifrost/child/TrainingClassesTests$Program",
				"io/multifrost/child/TrainingClassesTests$Functions", "io/multifrost/child/ChildWorker",
				"java/math/BigDecimal");
		assertThat(classes.isPlainWorker()).isTrue();
	}

	@Test
	void jacksonIsLeftOutForFunctionsOfPlainTypes() throws Exception {
		assertThat(classesOf(Program.class).mayNeedMapper()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { RecordProgram.class, RecordsProgram.class, DateProgram.class, MarkedProgram.class })
	void jacksonMayBeNeededForOtherTypes(Class<?> program) throws Exception {
		assertThat(classesOf(program).mayNeedMapper()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { IndirectProgram.class, ForeignProgram.class, HandlerProgram.class })
	void jacksonMayBeNeededWhereItIsNotSeenWhatIsServed(Class<?> program) throws Exception {
		assertThat(classesOf(program).mayNeedMapper()).isTrue();
		assertThat(new TrainingClasses(getClass().getClassLoader()).mayNeedMapper()).isTrue();
	}

	@Test
	void aProgramThatBuildsNoWorkerMayBeAnything() throws Exception {
		assertThat(classesOf(IndirectProgram.class).isPlainWorker()).isFalse();
	}

	@Test
	void ofTheLibraryAreListedThoseThatAWorkerUses(@TempDir Path folder) throws IOException {
		Path jar = folder.resolve("core.jar");
		try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
			for (String name : List.of("ProtocolVersion", "package-info", "child/ChildWorker", "child/TrainingWorker",
					"child/TrainingWorker$Functions", "message/MessageCodec", "message/JacksonMapper",
					"message/WireDeserializers$Deserializer", "internal/transport/Link", "parent/ParentWorker",
					"process/WorkerCommand")) {
				zip.putNextEntry(new ZipEntry("io/multifrost/" + name + ".class"));
			}
		}
		TrainingClasses plain = new TrainingClasses(getClass().getClassLoader());
		plain.addLibrary(jar, false);
		assertThat(plain.names()).containsExactlyInAnyOrder("io/multifrost/ProtocolVersion",
				"io/multifrost/child/ChildWorker", "io/multifrost/message/MessageCodec",
				"io/multifrost/internal/transport/Link");
		TrainingClasses all = new TrainingClasses(getClass().getClassLoader());
		all.addLibrary(jar, true);
		assertThat(all.names()).containsAll(plain.names())
			.contains("io/multifrost/message/JacksonMapper", "io/multifrost/message/WireDeserializers$Deserializer")
			.hasSize(plain.names().size() + 2);
		all.addLibrary(folder, true);
		assertThat(all.names()).hasSize(plain.names().size() + 2);
	}

	private TrainingClasses classesOf(Class<?> program) throws Exception {
		TrainingClasses classes = new TrainingClasses(getClass().getClassLoader());
		classes.addProgram(program.getName());
		return classes;
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

		public Map<String, List<Double>> sums(BigDecimal[][] a, Optional<String> b, CallContext c, byte[] d) {
			return Map.of();
		}

		// No function.
		Point point() {
			return new Point(1, 2);
		}

	}

	record Point(int x, int y) {
	}

	static final class RecordProgram {

		private RecordProgram() {
		}

		static void main() {
			ChildWorker.serving(new RecordProgram()).run();
		}

		public void take(Point point) {
			// Its argument matters.
		}

	}

	static final class RecordsProgram {

		private RecordsProgram() {
		}

		static void main() {
			ChildWorker.serving(new RecordsProgram()).run();
		}

		public List<Point> give() {
			return List.of();
		}

	}

	static final class DateProgram {

		private DateProgram() {
		}

		static void main() {
			ChildWorker.serving(new DateProgram()).run();
		}

		public LocalDate give() {
			return LocalDate.EPOCH;
		}

	}

	static final class MarkedProgram {

		private MarkedProgram() {
		}

		static void main() {
			ChildWorker.serving(new MarkedProgram()).run();
		}

		public int plain() {
			return 1;
		}

		@MultifrostFunction
		Point marked() {
			return new Point(1, 2);
		}

	}

	/**
	 * Its functions are in another jar.
	 */
	static final class ForeignProgram {

		private ForeignProgram() {
		}

		static void main() {
			ChildWorker.serving(new Object()).run();
		}

	}

	static final class HandlerProgram {

		private HandlerProgram() {
		}

		static void main() {
			ChildWorker.servingFunctions(Map.of("x", (arguments) -> arguments.get(0, Point.class))).run();
		}

		public int plain() {
			return 1;
		}

	}

	static final class IndirectProgram {

		private IndirectProgram() {
		}

		static void main() {
			Program.main();
		}

	}

}
