package io.multifrost.sample.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.sample.interop.InteropCases.ValueCase;

/**
 * Runs all cases with a parent of another language against a Java worker.
 *
 * @param cases the cases
 * @param file where the parent reads them
 * @param processes starts the programs
 */
record PeerParent(InteropCases cases, Path file, PeerProcesses processes) {

	private static final int MAX_SECONDS = 150;

	/**
	 * Run all cases. A value has passed where both sides say so: the parent, which
	 * compares what came back, and the worker, which has written down what arrived.
	 */
	List<CaseResult> run(Cell cell) throws IOException, InterruptedException {
		List<String> worker = Peer.JAVA.command("worker");
		List<String> arguments = new ArrayList<>(
				List.of(this.file.toString(), Integer.toString(cell.protocolNumber()), cell.mode().id()));
		if (cell.mode() == Cell.Mode.SPAWN) {
			arguments.addAll(worker);
			return run(cell, arguments);
		}
		arguments.add(StartedService.id());
		StartedService service = new StartedService(this.processes, worker);
		try {
			return run(cell, arguments);
		}
		finally {
			service.close();
		}
	}

	private List<CaseResult> run(Cell cell, List<String> arguments) throws IOException, InterruptedException {
		Path output = this.processes.directory().resolve("stdout");
		Process parent = this.processes.start(output, cell.peer().command("parent"), arguments.toArray(String[]::new));
		try {
			if (!parent.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
				return failed("the parent did not end within " + MAX_SECONDS + " s", output);
			}
			if (parent.exitValue() != 0) {
				return failed("the parent ended with code " + parent.exitValue(), output);
			}
			if (Files.notExists(this.processes.record())) {
				return failed("no value arrived at the worker", output);
			}
		}
		finally {
			parent.descendants().forEach(ProcessHandle::destroyForcibly);
			parent.destroyForcibly();
		}
		return results(cell, output);
	}

	private List<CaseResult> failed(String reason, Path output) throws IOException {
		String stderr = Files.readString(this.processes.stderr());
		return List.of(new CaseResult("the whole run", false, reason + ", having printed " + Files.readString(output)
				+ stderr.substring(Math.max(0, stderr.length() - 2000))));
	}

	private List<CaseResult> results(Cell cell, Path output) throws IOException {
		Map<String, String> arrived = new HashMap<>();
		for (String line : Files.readAllLines(this.processes.record())) {
			JsonNode entry = JsonMapper.shared().readTree(line);
			arrived.put(entry.get("case").asString(), entry.get("value").asString());
		}
		Map<String, ValueCase> values = new HashMap<>();
		this.cases.values().forEach((value) -> values.put(value.name(), value));
		List<CaseResult> results = new ArrayList<>();
		for (String line : Files.readAllLines(output)) {
			CaseResult result = JsonMapper.shared().readValue(line, CaseResult.class);
			ValueCase value = values.get(result.name());
			boolean judged = value == null || !result.passed();
			results.add(judged ? result : arrived(value, cell.peer().id(), arrived.get(result.name())));
		}
		return results;
	}

	private static CaseResult arrived(ValueCase value, String sender, String arrived) {
		String expected = value.fails(sender, "java") ? null
				: Canonical.text(WireValues.read(value.back(sender, "java")));
		boolean passed = (expected != null) ? expected.equals(arrived) : arrived == null;
		return new CaseResult(value.name(), passed,
				passed ? "" : "the worker expected " + expected + " but received " + arrived);
	}

}
