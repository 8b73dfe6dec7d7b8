package io.multifrost.spring.logging;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.CallTimeoutException;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ReceivedItems;

/**
 * Writes the begin and the end of calls to the log.
 */
public final class RequestLog implements CallInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(EventLog.LOGGER);

	private final EventLog log = new EventLog();

	@Override
	public Completion before(OutgoingCall call) {
		if (!logger.isWarnEnabled()) {
			return Completion.NONE;
		}
		if (logger.isDebugEnabled()) {
			publish(EventName.REQUEST_START, call, " is called", fields(call));
		}
		long began = System.nanoTime();
		return (failure) -> ended(call, began, failure);
	}

	private void ended(OutgoingCall call, long began, @Nullable Throwable failure) {
		EventName name = name(failure);
		if (logger.isEnabledForLevel(name.level())) {
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			Map<String, Object> fields = fields(call);
			fields.put("duration_ms", millis);
			String after = " after " + millis + " ms";
			ReceivedItems items = call.items();
			if (items != null) {
				fields.put("items", items.count());
				after += " and " + items.count() + " items";
			}
			String message = " has succeeded" + after;
			if (failure != null) {
				fields.put("error", failure.getClass().getSimpleName());
				message = " has failed" + after + ": " + failure.getMessage();
			}
			publish(name, call, message, fields);
		}
	}

	private static EventName name(@Nullable Throwable failure) {
		if (failure == null) {
			return EventName.REQUEST_END;
		}
		return (failure instanceof CallTimeoutException) ? EventName.REQUEST_TIMEOUT : EventName.REQUEST_ERROR;
	}

	private static Map<String, Object> fields(OutgoingCall call) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("function", call.function());
		fields.put("namespace", call.namespace());
		return fields;
	}

	private void publish(EventName name, OutgoingCall call, String message, Map<String, Object> fields) {
		this.log.accept(
				new WorkerEvent(Instant.now(), name, name.level(), call.worker(), call.function() + message, fields));
	}

}
