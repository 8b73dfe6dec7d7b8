package io.multifrost.internal.supervision;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerState}.
 */
class LifecycleEventTests {

	@ParameterizedTest
	@CsvSource({ "NEW, START, STARTING", "NEW, READY,", "NEW, STOP, STOPPED", "NEW, ENDED,", "STARTING, START,",
			"STARTING, READY, RUNNING", "STARTING, STOP, STOPPING", "STARTING, ENDED, FAILED", "RUNNING, START,",
			"RUNNING, READY,", "RUNNING, STOP, STOPPING", "RUNNING, ENDED, FAILED", "STOPPING, START,",
			"STOPPING, READY,", "STOPPING, STOP,", "STOPPING, ENDED, STOPPED", "STOPPED, START, STARTING",
			"STOPPED, READY,", "STOPPED, STOP,", "STOPPED, ENDED,", "FAILED, START, STARTING", "FAILED, READY,",
			"FAILED, STOP, STOPPED", "FAILED, ENDED,", "NEW, LOST,", "STARTING, LOST,", "RUNNING, LOST, RECOVERING",
			"RECOVERING, START,", "RECOVERING, READY, RUNNING", "RECOVERING, LOST,", "RECOVERING, STOP, STOPPING",
			"RECOVERING, ENDED, FAILED", "STOPPING, LOST,", "STOPPED, LOST,", "FAILED, LOST," })
	void leadsToTheNextStateOrIgnoresTheEvent(WorkerState state, LifecycleEvent event, WorkerState next) {
		assertThat(event.next(state)).isEqualTo(next);
	}

}
