package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.model.Round;
import io.multifrost.parent.HeartbeatSettings;

/**
 * What a parent costs while its workers are connected and nothing is called.
 */
final class IdleMeasurement implements Measurable {

	/** Each worker has its turn of heartbeats once in this time. */
	private static final long HEARTBEAT_MILLIS = HeartbeatSettings.DEFAULTS.interval().toMillis();

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final int threadsBefore = threads();

	private final Services services;

	IdleMeasurement(int workers) throws IOException {
		this.services = Services.connect(workers);
	}

	private static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	@Override
	public void warmUp(long maxMillis) throws InterruptedException {
		// What has connected the workers comes to rest
		TimeUnit.MILLISECONDS.sleep(maxMillis);
	}

	@Override
	public Round run(long millis) throws InterruptedException {
		long cpu = this.system.getProcessCpuTime();
		long began = System.nanoTime();
		TimeUnit.MILLISECONDS.sleep(HEARTBEAT_MILLIS);
		double share = (double) (this.system.getProcessCpuTime() - cpu) / (System.nanoTime() - began);
		return new Round(0, 0, 0, 0, null, null, Map.of("cpu_percent_of_a_core", share * 100, "threads",
				(double) threads(), "threads_more_than_one_worker", (double) threads() - this.threadsBefore));
	}

	@Override
	public void close() throws IOException {
		this.services.close();
	}

}
