package io.multifrost.spring.observation;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.multifrost.child.CallContext;
import io.multifrost.parent.CallInterceptor.Completion;
import io.multifrost.parent.OutgoingCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ClientObservations}: what calls say that they belong to.
 */
class ClientObservationsTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ClientObservations client = new ClientObservations(this.registry, null);

	private final OutgoingCall call = mock(OutgoingCall.class);

	ClientObservationsTests() {
		this.registry.observationConfig().observationHandler((context) -> true);
		given(this.call.worker()).willReturn("math");
		given(this.call.function()).willReturn("add");
		given(this.call.namespace()).willReturn("default");
	}

	@Test
	void aCallThatAFunctionMakesBelongsToTheCallOfTheFunction() throws Throwable {
		serve(() -> this.client.before(this.call).ended(null));
		verify(this.call).putMetadata("parent_request_id", "request 1");
		verify(this.call).putMetadata("correlation_id", "order 4711");
	}

	@Test
	void aCallThatIsMadeWithinAnotherObservationOfTheFunctionDoesToo() throws Throwable {
		serve(() -> Observation.createNotStarted("step", this.registry)
			.observe(() -> this.client.before(this.call).ended(null)));
		verify(this.call).putMetadata("parent_request_id", "request 1");
	}

	@Test
	void whatTheCallerHasSetStays() throws Throwable {
		given(this.call.metadata()).willReturn(Map.of("correlation_id", "mine", "parent_request_id", "mine too"));
		serve(() -> this.client.before(this.call).ended(null));
		verify(this.call, never()).putMetadata(any(), any());
	}

	@Test
	void withoutHandlersNothingIsObserved() {
		ClientObservations idle = new ClientObservations(ObservationRegistry.NOOP, null);
		assertThat(idle.before(this.call)).isSameAs(Completion.NONE);
	}

	private void serve(Runnable function) throws Throwable {
		CallContext served = mock(CallContext.class);
		given(served.id()).willReturn("request 1");
		given(served.correlationId()).willReturn("order 4711");
		given(served.function()).willReturn("total");
		given(served.namespace()).willReturn("default");
		new ServerObservations(this.registry, null).intercept(served, () -> {
			function.run();
			return null;
		});
	}

}
