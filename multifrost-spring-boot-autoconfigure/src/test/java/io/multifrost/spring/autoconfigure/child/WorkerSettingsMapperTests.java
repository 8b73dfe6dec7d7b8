package io.multifrost.spring.autoconfigure.child;

import org.junit.jupiter.api.Test;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.WorkerProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerSettingsMapper}.
 */
class WorkerSettingsMapperTests {

	@Test
	void whatIsSetWhereNothingIsSaidIsWhatHoldsWithoutSpring() {
		Greeter greeter = new Greeter();
		WorkerProperties properties = new MultifrostProperties().getWorker();
		ChildWorkerBuilder builder = ChildWorker.serving(greeter).namespace(properties.namespace());
		WorkerSettingsMapper mapper = new WorkerSettingsMapper(properties);
		mapper.applyTo(builder);
		mapper.applyAddressTo(builder);
		assertThat(builder).usingRecursiveComparison()
			.ignoringFields("forwardOutput", "functions")
			.isEqualTo(ChildWorker.serving(greeter));
	}

	public static class Greeter {

		public String greet() {
			return "Hello";
		}

	}

}
