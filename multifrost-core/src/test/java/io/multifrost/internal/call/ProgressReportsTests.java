package io.multifrost.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.callback.SerialDispatcher;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.CallProgress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressReports}.
 */
class ProgressReportsTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<CallProgress> told = new ArrayList<>();

	private final CallSettings settings = new CallSettings("math", ProtocolVersion.V3, null, CallOptions.DEFAULTS,
			Duration.ZERO, this.tasks::add, List.of(), List.of(), null, List.of());

	private final SerialDispatcher<ProgressReports> dispatcher = ProgressReports.dispatcher(this.settings);

	@Test
	void callsThatHaveEndedDoNotPileUpBehindASlowListener() {
		ProgressReports last = null;
		for (int i = 0; i < 10_001; i++) {
			last = call(Integer.toString(i), "x");
		}
		this.tasks.remove(0).run();
		assertThat(this.told).hasSize(10_000);
		last.add(Map.of("done", 2));
		this.tasks.remove(0).run();
		assertThat(this.told).last().extracting(CallProgress::callId, CallProgress::done).containsExactly("10000", 2.0);
	}

	@Test
	void aLongMessageEndsBetweenTwoCharacters() {
		assertThat(call("1", "\uD83D\uDE00".repeat(2000)).latest().message()).isEqualTo("\uD83D\uDE00".repeat(1024));
	}

	private ProgressReports call(String id, String message) {
		ProgressReports reports = new ProgressReports(this.settings, this.dispatcher, id, "train", this.told::add);
		reports.add(Map.of("done", 1, "message", message));
		return reports;
	}

}
