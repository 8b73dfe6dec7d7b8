package io.multifrost.sample.interop;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolVersion;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.sample.interop.InteropCases.ValueCase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs all cases with a Java parent against a worker in whatever language.
 */
final class ParentCases {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Misses are no failure here: the machine may be busy. */
	private static final HeartbeatSettings HEARTBEATS = new HeartbeatSettings(Duration.ofMillis(50),
			Duration.ofMillis(50), 1000);

	private final InteropCases cases;

	private final String language;

	private final Target target;

	private final ProtocolVersion protocol;

	private final HeartbeatCount heartbeats = new HeartbeatCount();

	/**
	 * Prepare a run.
	 * @param cases the cases
	 * @param language the language of the worker
	 * @param target the worker
	 * @param protocol the protocol that the parent speaks
	 */
	ParentCases(InteropCases cases, String language, Target target, ProtocolVersion protocol) {
		this.cases = cases;
		this.language = language;
		this.target = target;
		this.protocol = protocol;
	}

	/**
	 * Run all cases, in their order.
	 * @param recorded whether the worker is to write down the values that it gets
	 * @param results is told each result
	 */
	void run(boolean recorded, Consumer<CaseResult> results) {
		try (ParentWorker worker = start()) {
			for (ValueCase value : this.cases.values()) {
				results.accept(CaseResult.of(value.name(), () -> returned(worker, value, recorded)));
			}
			Map<String, Behaviours.Behaviour> behaviours = Behaviours.of(worker, this.heartbeats, this.target);
			for (String name : this.cases.behaviours()) {
				if (!Behaviours.DEATH.equals(name)) {
					results.accept(CaseResult.of(name, () -> behaviours.get(name).run()));
				}
			}
		}
		results.accept(CaseResult.of(Behaviours.DEATH, () -> {
			try (ParentWorker worker = start()) {
				Behaviours.death(worker);
			}
		}));
	}

	private ParentWorker start() {
		return this.target.parent()
			.protocol(this.protocol)
			.callTimeout(TIMEOUT)
			.heartbeat(HEARTBEATS)
			.listener(this.heartbeats)
			.start();
	}

	private void returned(ParentWorker worker, ValueCase value, boolean recorded) {
		Object sent = WireValues.read(value.hex());
		Object[] arguments = recorded ? new Object[] { value.name(), sent } : new Object[] { sent };
		String function = recorded ? "record" : "echo";
		if (value.fails("java", this.language)) {
			assertThatExceptionOfType(MultifrostException.class)
				.isThrownBy(() -> worker.call(function, Object.class, arguments));
			return;
		}
		Object result = worker.call(function, Object.class, arguments);
		assertThat(Canonical.text(result))
			.isEqualTo(Canonical.text(WireValues.read(value.back("java", this.language))));
	}

}
