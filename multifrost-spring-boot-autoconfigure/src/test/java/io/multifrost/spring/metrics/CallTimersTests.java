package io.multifrost.spring.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.multifrost.child.CallContext;
import io.multifrost.parent.CallInterceptor.Completion;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.spring.calls.CallStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CallTimers}, and for what is timed by them.
 */
class CallTimersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void functionsBeyondALimitShareOneName() {
		CallStatistics calls = new CallStatistics(List.of(new ClientMetrics(this.registry)));
		for (int i = 0; i < 250; i++) {
			begin(calls, "function" + i).ended(null);
		}
		assertThat(this.registry.get("multifrost.client.calls").timers()).hasSize(CallTimers.MAX_FUNCTIONS + 1);
		assertThat(this.registry.get("multifrost.client.calls")
			.tags("function", "other", "namespace", "other")
			.timer()
			.count()).isEqualTo(150);
		begin(calls, "function7").ended(null);
		assertThat(this.registry.get("multifrost.client.calls").tag("function", "function7").timer().count())
			.isEqualTo(2);
	}

	@Test
	void theMostCallsAtOnceAreKept() {
		CallStatistics calls = new CallStatistics(List.of(new ClientMetrics(this.registry)));
		var first = begin(calls, "add");
		var second = begin(calls, "add");
		first.ended(null);
		second.ended(null);
		assertThat(this.registry.get("multifrost.client.in.flight.max").gauge().value()).isEqualTo(2);
	}

	private static Completion begin(CallStatistics calls, String function) {
		return calls.before(new OutgoingCall("math", function, "default", Map.of()));
	}

	@Test
	void aFunctionThatReturnsAStageIsTimedUntilItsResult() throws Throwable {
		ServerMetrics metrics = new ServerMetrics(this.registry);
		CallContext call = mock(CallContext.class);
		given(call.function()).willReturn("later");
		given(call.namespace()).willReturn("default");
		CompletableFuture<Object> stage = new CompletableFuture<>();
		Object result = metrics.intercept(call, () -> stage);
		assertThat(this.registry.get("multifrost.server.active").gauge().value()).isOne();
		assertThat(this.registry.find("multifrost.server.calls").timer()).isNull();
		stage.completeExceptionally(new IllegalStateException("no"));
		assertThat((CompletableFuture<?>) result).isCompletedExceptionally();
		assertThat(this.registry.get("multifrost.server.active").gauge().value()).isZero();
		assertThat(this.registry.get("multifrost.server.calls")
			.tags("outcome", "ERROR", "exception", "IllegalStateException")
			.timer()
			.count()).isOne();
	}

}
