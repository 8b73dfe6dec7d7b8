package io.multifrost.internal.supervision;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TestSettings;

/**
 * Instances of a worker whose lives a test makes.
 */
public final class TestSupervisors {

	private TestSupervisors() {
	}

	public static Supervisor of(int number, Location place, Supplier<Generation> lives, Consumer<Throwable> onChange) {
		ParentSettings settings = TestSettings.of(ParentWorker.connectTo(place.address()).name("words"));
		Notifier notifier = new Notifier("words", List.of(), settings.callbackExecutor());
		InstanceContext context = new InstanceContext(settings, number, place, new MessageCodec(settings.limits()),
				notifier, new WorkerStatistics());
		return new Supervisor(context, (recovery, listener) -> lives.get(), RestartHistory.RECONNECT, onChange);
	}

}
