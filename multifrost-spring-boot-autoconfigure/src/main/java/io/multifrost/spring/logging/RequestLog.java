package io.multifrost.spring.logging;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import io.multifrost.CallTimeoutException;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * Writes the begin and the end of calls to the log.
 */
public final class RequestLog implements CallInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(EventLog.LOGGER);

	@Override
	public Completion before(OutgoingCall call) {
		if (!logger.isWarnEnabled()) {
			return Completion.NONE;
		}
		if (logger.isDebugEnabled()) {
			event(EventName.REQUEST_START, call).log("[{}] {} is called", call.worker(), call.function());
		}
		long began = System.nanoTime();
		return (failure) -> ended(call, began, failure);
	}

	private void ended(OutgoingCall call, long began, @Nullable Throwable failure) {
		EventName name = name(failure);
		if (logger.isEnabledForLevel(name.level())) {
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			LoggingEventBuilder event = event(name, call).addKeyValue(EventLog.PREFIX + "duration_ms", millis);
			if (failure == null) {
				event.log("[{}] {} has succeeded after {} ms", call.worker(), call.function(), millis);
			}
			else {
				event.addKeyValue(EventLog.PREFIX + "error", failure.getClass().getSimpleName())
					.log("[{}] {} has failed after {} ms: {}", call.worker(), call.function(), millis,
							failure.getMessage());
			}
		}
	}

	private static EventName name(@Nullable Throwable failure) {
		if (failure == null) {
			return EventName.REQUEST_END;
		}
		return (failure instanceof CallTimeoutException) ? EventName.REQUEST_TIMEOUT : EventName.REQUEST_ERROR;
	}

	private static LoggingEventBuilder event(EventName name, OutgoingCall call) {
		return logger.atLevel(name.level())
			.addKeyValue(EventLog.PREFIX + "event", name.toString())
			.addKeyValue(EventLog.PREFIX + "worker", call.worker())
			.addKeyValue(EventLog.PREFIX + "function", call.function())
			.addKeyValue(EventLog.PREFIX + "namespace", call.namespace());
	}

}
