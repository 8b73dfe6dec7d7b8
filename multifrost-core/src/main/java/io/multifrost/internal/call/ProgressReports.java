package io.multifrost.internal.call;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.ProtocolException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.callback.SerialDispatcher;
import io.multifrost.parent.CallProgress;
import io.multifrost.parent.ProgressListener;

/**
 * The reports of how far one call is, for those who listen. They are told by the
 * dispatcher of the call's worker; of what has arrived since, the newest is kept.
 */
final class ProgressReports {

	private static final Logger logger = BackgroundLogger.of(ProgressReports.class);

	private static final int MAX_MESSAGE = 1024;

	/** Of calls, also of those that have ended since. */
	private static final int MAX_UNTOLD = 10_000;

	private final CallSettings settings;

	private final SerialDispatcher<ProgressReports> dispatcher;

	private final String id;

	private final String function;

	private final @Nullable Consumer<CallProgress> own;

	private final AtomicReference<@Nullable CallProgress> untold = new AtomicReference<>();

	private volatile @Nullable CallProgress latest;

	/**
	 * Prepare for reports.
	 * @param settings the settings of the worker, which name its listeners
	 * @param dispatcher tells the reports of all calls of the worker
	 * @param id the id of the call
	 * @param function the name of the function
	 * @param own the listener of this call alone, or {@code null}
	 */
	ProgressReports(CallSettings settings, SerialDispatcher<ProgressReports> dispatcher, String id, String function,
			@Nullable Consumer<CallProgress> own) {
		this.settings = settings;
		this.dispatcher = dispatcher;
		this.id = id;
		this.function = function;
		this.own = own;
	}

	/**
	 * Create what tells the reports of all calls of a worker.
	 */
	static SerialDispatcher<ProgressReports> dispatcher(CallSettings settings) {
		return new SerialDispatcher<>(settings.callbackExecutor(), ProgressReports::tell,
				(lost) -> logger.warn(
						"[{}] {} reports of progress were left out, since those who listen to them are too slow",
						settings.worker(), lost),
				MAX_UNTOLD);
	}

	/**
	 * Return the newest report.
	 * @return the report, or {@code null} if there was none
	 */
	@Nullable CallProgress latest() {
		return this.latest;
	}

	/**
	 * Take a report. Called on the I/O thread.
	 * @param metadata the metadata of the message
	 * @throws ProtocolException if it holds no report
	 */
	void add(Map<String, ? extends @Nullable Object> metadata) {
		Double done = number(metadata, "done");
		if (done == null) {
			throw malformed("done", "a number", null);
		}
		CallProgress report = new CallProgress(this.id, this.function, done, number(metadata, "total"),
				text(metadata, "message"));
		this.latest = report;
		if (this.untold.getAndSet(report) == null && !this.dispatcher.add(this)) {
			this.untold.set(null);
		}
	}

	private @Nullable Double number(Map<String, ? extends @Nullable Object> metadata, String field) {
		Object value = metadata.get(field);
		if (value == null) {
			return null;
		}
		if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
			return number.doubleValue();
		}
		throw malformed(field, "a number", value);
	}

	private @Nullable String text(Map<String, ? extends @Nullable Object> metadata, String field) {
		Object value = metadata.get(field);
		if (value == null) {
			return null;
		}
		if (value instanceof String text) {
			return text.substring(0,
					text.offsetByCodePoints(0, Math.min(MAX_MESSAGE, text.codePointCount(0, text.length()))));
		}
		throw malformed(field, "a string", value);
	}

	private ProtocolException malformed(String field, String expected, @Nullable Object value) {
		String found = (value instanceof Number) ? value.toString()
				: (value != null) ? "a " + value.getClass().getSimpleName() : "nothing";
		return new ProtocolException("progress of function '" + this.function + "': field '" + field
				+ "' of the metadata must be " + expected + ", but is " + found);
	}

	/**
	 * Tell the newest report that was not told. Called by the dispatcher.
	 */
	void tell() {
		CallProgress report = this.untold.getAndSet(null);
		if (report == null) {
			return;
		}
		if (this.own != null) {
			tell(this.own, report);
		}
		for (ProgressListener listener : this.settings.progressListeners()) {
			tell((progress) -> listener.onProgress(this.settings.worker(), progress), report);
		}
	}

	private void tell(Consumer<CallProgress> listener, CallProgress report) {
		try {
			listener.accept(report);
		}
		catch (Throwable ex) {
			logger.warn("[{}] A listener failed when it was told of the progress of function '{}'",
					this.settings.worker(), this.function, ex);
		}
	}

}
