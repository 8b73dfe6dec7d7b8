package io.multifrost.spring.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * A client with a mock.
 */
@MultifrostTest(properties = "multifrost.parents.math.main-class=com.example.Missing")
class MockedClientTests {

	@MockitoBean
	private MathClient client;

	@Autowired
	private ParentWorkers workers;

	@Test
	void aWorkerThatOnlyAMockedClientCallsIsNotStarted() {
		given(this.client.add(1, 2)).willReturn(3L);
		assertThat(this.client.add(1, 2)).isEqualTo(3);
		assertThat(this.workers.get("math").state()).isEqualTo(WorkerState.NEW);
	}

}
