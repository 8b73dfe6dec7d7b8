package io.multifrost.sample.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import io.multifrost.sample.interop.InteropCases.Instead;
import io.multifrost.sample.interop.InteropCases.ValueCase;

/**
 * What the cells have shown, for programs and for readers.
 */
final class InteropReport {

	private final InteropCases cases;

	private final Map<Cell, List<CaseResult>> results = new LinkedHashMap<>();

	InteropReport(InteropCases cases) {
		this.cases = cases;
	}

	void add(Cell cell, List<CaseResult> ofCell) {
		this.results.put(cell, ofCell);
	}

	/**
	 * Write {@code interop.json} and {@code interop.md}.
	 */
	void write(Path folder) throws IOException {
		List<Entry> entries = this.results.keySet().stream().map(this::entry).toList();
		JsonMapper json = JsonMapper.shared();
		Files.writeString(folder.resolve("interop.json"),
				entries.stream().map(json::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
		Files.writeString(folder.resolve("interop.md"), String.join("\n", markdown()) + "\n");
	}

	private Entry entry(Cell cell) {
		List<CaseResult> ofCell = this.results.get(cell);
		long passed = ofCell.stream().filter(CaseResult::passed).count();
		return new Entry(cell.peer().id(), cell.direction().id(), cell.mode().id(), cell.protocolNumber(),
				ofCell.size(), passed);
	}

	/**
	 * Return the lines of both tables, for the languages that have run.
	 */
	List<String> markdown() {
		List<String> lines = new ArrayList<>();
		lines.add(
				"| cases passed | spawn, protocol 3 | spawn, protocol 4 | connect, protocol 3 | connect, protocol 4 |");
		lines.add("| --- | --- | --- | --- | --- |");
		for (Cell first : this.results.keySet()) {
			List<Cell> row = Cell.of(first.peer(), first.direction());
			if (row.get(0).equals(first) && this.results.keySet().containsAll(row)) {
				lines.add(row.stream()
					.map(this::entry)
					.map((entry) -> entry.passed() + " of " + entry.run())
					.collect(Collectors.joining(" | ", "| " + first.direction().title(first.peer()) + " | ", " |")));
			}
		}
		lines.add("");
		lines.add("| language | value | what happens instead |");
		lines.add("| --- | --- | --- |");
		insteads().forEach((peer, values) -> values.forEach((says, names) -> lines
			.add("| " + peer.title() + " | " + String.join("; ", names) + " | " + says + " |")));
		return lines;
	}

	private Map<Peer, Map<String, List<String>>> insteads() {
		Map<Peer, Map<String, List<String>>> insteads = new EnumMap<>(Peer.class);
		for (ValueCase value : this.cases.values()) {
			for (Map.Entry<String, Instead> instead : value.instead().entrySet()) {
				Peer peer = Peer.of(instead.getKey());
				if (this.results.keySet().stream().anyMatch((cell) -> cell.peer() == peer)) {
					insteads.computeIfAbsent(peer, (absent) -> new LinkedHashMap<>())
						.computeIfAbsent(instead.getValue().says(), (absent) -> new ArrayList<>())
						.add(value.name());
				}
			}
		}
		return insteads;
	}

	/**
	 * A cell in {@code interop.json}.
	 *
	 * @param language the language beside Java
	 * @param direction who calls
	 * @param mode how they find each other
	 * @param protocol the protocol
	 * @param run how many cases were run
	 * @param passed how many of them passed
	 */
	record Entry(String language, String direction, String mode, int protocol, int run, long passed) {

	}

}
