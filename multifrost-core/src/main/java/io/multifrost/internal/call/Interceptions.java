package io.multifrost.internal.call;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * The interceptors of one call: those that were asked before it are told of its end, in
 * the opposite order.
 */
final class Interceptions {

	private static final Logger logger = BackgroundLogger.of(Interceptions.class);

	private final String worker;

	private final List<CallInterceptor> interceptors;

	private List<CallInterceptor.Completion> completions = List.of();

	Interceptions(CallSettings settings) {
		this.worker = settings.worker();
		this.interceptors = settings.interceptors();
	}

	void before(OutgoingCall call) {
		if (this.interceptors.isEmpty()) {
			return;
		}
		this.completions = new ArrayList<>(this.interceptors.size());
		for (CallInterceptor interceptor : this.interceptors) {
			CallInterceptor.Completion completion = interceptor.before(call);
			this.completions.add((completion != null) ? completion : CallInterceptor.Completion.NONE);
		}
	}

	void ended(@Nullable Throwable failure) {
		for (int i = this.completions.size() - 1; i >= 0; i--) {
			try {
				this.completions.get(i).ended(failure);
			}
			catch (Throwable ex) {
				logger.error("[{}] An interceptor failed when it was told how a call ended", this.worker, ex);
			}
		}
	}

}
