package io.multifrost.parent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.multifrost.RemoteCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CallInterceptor}.
 */
class CallInterceptorTests {

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	@Test
	void seesEachCallAndItsEnd() {
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker())
			.interceptor(recorder("outer"))
			.interceptor(recorder("inner"))
			.start()) {
			worker.call("add", Long.class, 1, 2);
			assertThat(this.events).containsExactly("outer before in-process.default.add",
					"inner before in-process.default.add", "inner ended", "outer ended");
			this.events.clear();
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Void.class));
			assertThat(this.events).endsWith("inner ended RemoteCallException", "outer ended RemoteCallException");
			this.events.clear();
			worker.callAsync("add", Long.class, 1, 2).join();
			await().until(() -> this.events.size() == 4);
			assertThat(this.events).endsWith("inner ended", "outer ended");
		}
	}

	@Test
	void refusesACallAndThoseOutsideAreTold() {
		CallInterceptor refusing = (call) -> {
			throw new IllegalStateException("refused");
		};
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker())
			.interceptor(recorder("outer"))
			.interceptor(refusing)
			.interceptor(recorder("inner"))
			.start()) {
			assertThatIllegalStateException().isThrownBy(() -> worker.call("add", Long.class, 1, 2))
				.withMessage("refused");
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> worker.callAsync("add", Long.class, 1, 2).join())
				.withCauseInstanceOf(IllegalStateException.class);
			assertThat(this.events).containsExactly("outer before in-process.default.add",
					"outer ended IllegalStateException", "outer before in-process.default.add",
					"outer ended IllegalStateException");
			assertThat(worker.inFlight()).isZero();
		}
	}

	@Test
	void tellsAllOfTheEndWhateverOneOfThemDoes() {
		CallInterceptor failing = (call) -> (failure) -> {
			throw new AssertionError("cannot be told");
		};
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker())
			.interceptor(recorder("outer"))
			.interceptor(failing)
			.interceptor((call) -> null)
			.interceptor(recorder("inner"))
			.start()) {
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3L);
			assertThat(this.events).endsWith("inner ended", "outer ended");
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Void.class));
			assertThat(this.events).endsWith("inner ended RemoteCallException", "outer ended RemoteCallException");
			this.events.clear();
			assertThat(worker.callAsync("add", Long.class, 1, 2).join()).isEqualTo(3L);
			await().until(() -> this.events.size() == 4);
			assertThat(this.events).endsWith("inner ended", "outer ended");
		}
	}

	private CallInterceptor recorder(String name) {
		return (call) -> {
			this.events.add(name + " before " + call.worker() + "." + call.namespace() + "." + call.function());
			call.putMetadata(name, true);
			return (failure) -> this.events
				.add(name + " ended" + ((failure != null) ? " " + failure.getClass().getSimpleName() : ""));
		};
	}

}
