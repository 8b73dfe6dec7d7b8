package io.multifrost.internal.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.multifrost.internal.WorkerLogRecord;

/**
 * The last lines of a stream, bounded in lines and characters.
 */
final class OutputTail {

	private static final int MAX_LINES = 40;

	private static final int MAX_CHARACTERS = 8 * 1024;

	private final Deque<String> lines = new ArrayDeque<>(MAX_LINES + 1);

	private int characters;

	private long leftOut;

	private String unfinished = "";

	/**
	 * Set what was written of a line that has no end yet, such as a question.
	 * @param text the text, empty if there is none
	 */
	synchronized void unfinished(String text) {
		this.unfinished = text;
	}

	void add(String line) {
		WorkerLogRecord logged = WorkerLogRecord.parse(line);
		((logged != null) ? logged.lines() : List.of(line)).forEach(this::addLine);
	}

	private synchronized void addLine(String line) {
		this.unfinished = "";
		this.lines.addLast(line);
		this.characters += line.length();
		while (this.lines.size() > MAX_LINES || (this.characters > MAX_CHARACTERS && this.lines.size() > 1)) {
			this.characters -= this.lines.removeFirst().length();
			this.leftOut++;
		}
	}

	/**
	 * Return the lines, after one that says how many are missing, if any are.
	 * @return the lines
	 */
	synchronized List<String> lines() {
		List<String> result = new ArrayList<>(this.lines.size() + 1);
		if (this.leftOut > 0) {
			result.add("... " + this.leftOut + ((this.leftOut == 1) ? " line" : " lines") + " left out");
		}
		result.addAll(this.lines);
		if (!this.unfinished.isEmpty()) {
			result.add(this.unfinished);
		}
		return List.copyOf(result);
	}

}
