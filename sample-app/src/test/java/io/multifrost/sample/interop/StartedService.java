package io.multifrost.sample.interop;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.FileServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that runs by itself, started by the test. It ends with this object.
 */
final class StartedService extends ServiceTarget implements AutoCloseable {

	private static final String ID = "interop";

	private static final List<Integer> CODES_OF_SIGTERM = List.of(0, 128 + 15);

	private final PeerProcesses processes;

	private final List<String> command;

	private Process process;

	StartedService(PeerProcesses processes, List<String> command) throws IOException {
		super(ID, FileServiceRegistry.inDirectory(processes.directory()));
		this.processes = processes;
		this.command = command;
		launch();
	}

	static String id() {
		return ID;
	}

	private void launch() throws IOException {
		this.process = this.processes.start(this.processes.stderr(), this.command, "--service-id", ID);
	}

	/** Besides, a service that gets SIGTERM ends, and is registered no more. */
	@Override
	public void stop(ParentWorker worker) throws Exception {
		super.stop(worker);
		this.process.destroy();
		assertThat(this.process.waitFor(20, TimeUnit.SECONDS)).as("ended after SIGTERM").isTrue();
		assertThat(this.process.exitValue()).as("exit code after SIGTERM").isIn(CODES_OF_SIGTERM);
		assertThat(registry().find(ID)).as("entry in the registry after SIGTERM").isEmpty();
		launch();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
