package io.multifrost.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlanTests {

	private static Options options(boolean quick, Set<String> only, Set<String> shapes) {
		return new Options(Path.of(""), quick, false, only, shapes, 5, 100, 100);
	}

	@Test
	void onlyWhatWasAskedForIsMeasured() {
		Plan plan = Plan.of(options(true, Set.of("grpc", "jeromq"), Set.of("in-flight-8")));
		assertThat(plan.contendersByShape()).containsOnlyKeys("in-flight-8");
		assertThat(plan.contenders()).containsExactly("jeromq", "grpc");
		assertThat(plan.measurements()).isEqualTo(2);
	}

	@Test
	void whatIsUnknownIsRefusedWithWhatThereIs() {
		assertThatIllegalArgumentException().isThrownBy(() -> Plan.of(options(false, Set.of("grcp"), Set.of())))
			.withMessageContaining("grcp")
			.withMessageContaining("python-pyzmq");
		assertThatIllegalArgumentException().isThrownBy(() -> Plan.of(options(false, Set.of(), Set.of("payload-3MiB"))))
			.withMessageContaining("payload-3MiB")
			.withMessageContaining("payload-1MiB");
	}

	@Test
	void withoutPythonTheOthersRemain() {
		List<String> contenders = Plan.full().withoutPython().contenders();
		assertThat(contenders).contains("multifrost", "grpc").doesNotContainAnyElementsOf(Plan.PYTHON);
	}

	@Test
	void theQuickPlanIsAPartOfTheFullOne() {
		assertThat(Plan.full().contendersByShape().keySet()).containsAll(Plan.quick().contendersByShape().keySet());
	}

}
