package io.multifrost.internal.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what was prepared, with the package that stands for the real one.
 */
final class PythonRuns {

	static final String STAND_IN = "python-stand-in/";

	private PythonRuns() {
	}

	/**
	 * Run to the end.
	 * @return what it printed
	 */
	static List<String> run(PreparedPython prepared) throws Exception {
		List<String> lines = Collections.synchronizedList(new ArrayList<>());
		WorkerProcess process = WorkerLauncher.local().launch(prepared.command(), (error, line) -> lines.add(line));
		int code = process.exit().get(60, TimeUnit.SECONDS).code();
		assertThat(code).as(lines.toString()).isZero();
		return List.copyOf(lines);
	}

}
