package io.multifrost.spring.info;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

import io.multifrost.ProtocolVersion;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;

/**
 * Tells the info endpoint the version of the library, the versions of the protocol that
 * it speaks, and the workers. Asks no worker anything.
 */
@RegisterReflectionForBinding(MultifrostInfoContributor.MultifrostInfo.class)
public final class MultifrostInfoContributor implements InfoContributor {

	private final ParentWorkers workers;

	/**
	 * Create a contributor.
	 * @param workers the workers that the application calls
	 */
	public MultifrostInfoContributor(ParentWorkers workers) {
		this.workers = workers;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, WorkerInfo> described = new LinkedHashMap<>();
		this.workers.stream().forEach((worker) -> described.put(worker.name(), WorkerInfo.of(worker.snapshot())));
		builder.withDetail("multifrost", new MultifrostInfo(getClass().getPackage().getImplementationVersion(),
				Stream.of(ProtocolVersion.values()).map(ProtocolVersion::app).toList(), described));
	}

	/**
	 * What is told.
	 *
	 * @param version the version of the library, or {@code null} where it is not in its
	 * jar
	 * @param protocols the versions of the protocol that it speaks
	 * @param workers the workers by their names
	 */
	record MultifrostInfo(@Nullable String version, List<String> protocols, Map<String, WorkerInfo> workers) {
	}

	/**
	 * What is told of a worker.
	 *
	 * @param mode how it is reached
	 * @param state its state
	 * @param protocol the version of the protocol it is spoken to in
	 * @param instances how many instances it has
	 */
	record WorkerInfo(WorkerMode mode, WorkerState state, ProtocolVersion protocol, int instances) {

		static WorkerInfo of(WorkerSnapshot worker) {
			return new WorkerInfo(worker.mode(), worker.state(), worker.protocol(), worker.instances().size());
		}

	}

}
