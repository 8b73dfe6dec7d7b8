package io.multifrost.internal.pool;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.supervision.Supervisor;
import io.multifrost.internal.supervision.TestSupervisors;
import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolState}.
 */
class PoolStateTests {

	private final List<Supervisor> instances = new ArrayList<>();

	@Test
	void aStopThatCrossesAStartIsAStop() {
		PoolState state = state(true);
		state.beginStart();
		assertThat(state.current()).isEqualTo(WorkerState.STARTING);
		state.beginStop();
		state.endStart(WorkerState.RECOVERING);
		assertThat(state.current()).isEqualTo(WorkerState.STOPPING);
		state.endStop();
		assertThat(state.current()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void aStartThatEndsAfterItsStopChangesNothing() {
		PoolState state = state(true);
		state.beginStart();
		state.beginStop();
		state.endStop();
		state.endStart(WorkerState.FAILED);
		assertThat(state.current()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void aWorkerThatIsBeingStoppedNeitherStartsNorRecovers() {
		PoolState state = state(false);
		Supervisor instance = TestSupervisors.of(1, Location.of(Endpoint.loopback(1)), () -> {
			throw new WorkerUnavailableException("words", "it is not there", null);
		}, state::update);
		this.instances.add(instance);
		instance.startInBackground();
		assertThat(state.current()).isEqualTo(WorkerState.STARTING);
		state.beginStop();
		state.update(null);
		assertThat(state.current()).isEqualTo(WorkerState.STOPPING);
		instance.stop();
		state.endStop();
		assertThat(state.current()).isEqualTo(WorkerState.STOPPED);
	}

	private PoolState state(boolean follows) {
		return new PoolState(follows, "words", new Notifier("words", List.of(), Runnable::run), () -> this.instances);
	}

}
