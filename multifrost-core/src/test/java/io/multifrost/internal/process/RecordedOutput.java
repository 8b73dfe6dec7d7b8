package io.multifrost.internal.process;

import java.util.ArrayList;
import java.util.List;

import io.multifrost.process.WorkerLauncher.OutputListener;

/**
 * Keeps all lines of a process.
 */
final class RecordedOutput implements OutputListener {

	private final List<String> standard = new ArrayList<>();

	private final List<String> errors = new ArrayList<>();

	@Override
	public synchronized void onLine(boolean error, String line) {
		(error ? this.errors : this.standard).add(line);
	}

	synchronized List<String> standard() {
		return List.copyOf(this.standard);
	}

	synchronized List<String> errors() {
		return List.copyOf(this.errors);
	}

}
