package io.multifrost.internal.call;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ProgressListener;
import io.multifrost.parent.ReturnAdapter;

/**
 * How the functions of one worker are called.
 *
 * @param worker the name of the worker
 * @param protocol the version that calls are sent in
 * @param clientName the name that calls carry, or {@code null} for none
 * @param defaults the timeout, namespace and metadata of calls that name none
 * @param recoveryWait how long a call waits for a lost worker at most; zero to wait not
 * at all
 * @param callbackExecutor where futures are completed
 * @param interceptors what sees each call, outermost first
 * @param progressListeners what is told how far each call is
 * @param compressor how arguments and results are compressed that cross machines, or
 * {@code null} for not at all
 * @param returnAdapters what adapts return types of client interfaces, asked in order
 */
public record CallSettings(String worker, ProtocolVersion protocol, @Nullable String clientName, CallOptions defaults,
		Duration recoveryWait, Executor callbackExecutor, List<CallInterceptor> interceptors,
		List<ProgressListener> progressListeners, @Nullable Compressor compressor, List<ReturnAdapter> returnAdapters) {
}
