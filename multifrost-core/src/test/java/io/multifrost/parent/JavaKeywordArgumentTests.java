package io.multifrost.parent;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.KeywordArgument;
import io.multifrost.RemoteCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arguments by their names, for a worker in Java.
 */
@Timeout(60)
class JavaKeywordArgumentTests {

	@Test
	void comeIntoThePlacesOfTheirParameters() {
		try (ParentWorker worker = JavaTestWorker.spawn().start()) {
			assertThat(worker.as(Sums.class).add(2, 1)).isEqualTo(3);
			CallOptions value = CallOptions.DEFAULTS.withKeywordArgument("value",
					List.of(1, Map.of("at", Instant.EPOCH), new byte[] { 1 }, 0.5));
			assertThat(worker.call(value, "echo", Object.class)).asInstanceOf(InstanceOfAssertFactories.LIST)
				.startsWith(1L, Map.of("at", Instant.EPOCH))
				.endsWith(0.5);
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withKeywordArgument("c", 1), "add", Long.class, 1))
				.withMessageContaining("Function 'add': lacks argument 'b': it takes [a, b]");
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withKeywordArgument("b", "x"), "add", Long.class, 1))
				.withMessageContaining("Function 'add': argument 2");
		}
	}

	interface Sums {

		long add(@KeywordArgument("b") long second, long first);

	}

}
