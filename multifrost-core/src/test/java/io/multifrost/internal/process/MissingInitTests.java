package io.multifrost.internal.process;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingInit}.
 */
class MissingInitTests {

	private final List<String> warnings = new ArrayList<>();

	@Test
	void aJvmThatIsTheFirstProcessIsToldOnceWhatToDo() {
		MissingInit check = new MissingInit(1, this.warnings::add);
		assertThat(this.warnings).isEmpty();
		check.warnOnce();
		check.warnOnce();
		assertThat(this.warnings).singleElement().asString().contains("docker run --init");
	}

	@Test
	void anyOtherProcessIsNot() {
		new MissingInit(7, this.warnings::add).warnOnce();
		assertThat(this.warnings).isEmpty();
	}

}
