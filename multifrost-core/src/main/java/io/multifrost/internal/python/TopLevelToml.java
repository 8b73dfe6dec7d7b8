package io.multifrost.internal.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys before the first table of a TOML document whose values are strings or lists of
 * strings, on one line or several. Not supported, and an error where they come before the
 * first table: strings in three quotes, escapes other than of a quote or a backslash,
 * numbers, dates, booleans, inline tables, lists in lists, and keys with a dot or in
 * quotes. What comes in tables is not read.
 */
final class TopLevelToml {

	private final String text;

	private int position;

	private final Map<String, Object> values = new LinkedHashMap<>();

	private TopLevelToml(String text) {
		this.text = text;
	}

	/**
	 * Read a document.
	 * @throws IllegalArgumentException if it holds what is not supported
	 */
	static TopLevelToml parse(String text) {
		TopLevelToml toml = new TopLevelToml(text);
		toml.read();
		return toml;
	}

	String string(String key) {
		Object value = this.values.getOrDefault(key, "");
		if (value instanceof String string) {
			return string;
		}
		throw new IllegalArgumentException("'" + key + "' must be a string");
	}

	List<String> strings(String key) {
		Object value = this.values.getOrDefault(key, List.of());
		if (value instanceof List<?> list) {
			return list.stream().map(String.class::cast).toList();
		}
		throw new IllegalArgumentException("'" + key + "' must be a list of strings");
	}

	private void read() {
		skipSpace();
		while (this.position < this.text.length() && peek() != '[') {
			String key = readKey();
			expect('=');
			Object value = (peekAfterSpace() == '[') ? readList() : readString(key);
			if (this.values.put(key, value) != null) {
				throw new IllegalArgumentException("'" + key + "' stands there twice");
			}
			skipSpace();
		}
	}

	private String readKey() {
		int start = this.position;
		while (Character.isLetterOrDigit(peek()) || peek() == '-' || peek() == '_') {
			this.position++;
		}
		if (start == this.position) {
			throw new IllegalArgumentException("a key is expected at '" + rest() + "'");
		}
		return this.text.substring(start, this.position);
	}

	private List<String> readList() {
		List<String> list = new ArrayList<>();
		expect('[');
		while (peekAfterSpace() != ']') {
			list.add(readString("a list"));
			if (peekAfterSpace() != ']') {
				expect(',');
			}
		}
		expect(']');
		return list;
	}

	private String readString(String where) {
		char quote = peekAfterSpace();
		if ((quote != '"' && quote != '\'') || this.text.startsWith(String.valueOf(quote).repeat(3), this.position)) {
			throw new IllegalArgumentException(
					"a string in single or double quotes is expected in " + where + " at '" + rest() + "'");
		}
		StringBuilder string = new StringBuilder();
		this.position++;
		while (peek() != quote) {
			if (this.position >= this.text.length() || peek() == '\n') {
				throw new IllegalArgumentException("a string in " + where + " has no end");
			}
			if (quote == '"' && peek() == '\\') {
				this.position++;
				if (peek() != '"' && peek() != '\\') {
					throw new IllegalArgumentException(
							"the escape '\\" + peek() + "' in " + where + " is not supported");
				}
			}
			string.append(peek());
			this.position++;
		}
		this.position++;
		return string.toString();
	}

	private void expect(char expected) {
		if (peekAfterSpace() != expected) {
			throw new IllegalArgumentException("'" + expected + "' is expected at '" + rest() + "'");
		}
		this.position++;
	}

	private char peekAfterSpace() {
		skipSpace();
		return peek();
	}

	private void skipSpace() {
		while (Character.isWhitespace(peek()) || peek() == '#') {
			this.position = (peek() == '#') ? endOfLine() : this.position + 1;
		}
	}

	/** The end of the text reads as a character that stands nowhere in TOML. */
	private char peek() {
		return (this.position < this.text.length()) ? this.text.charAt(this.position) : '\0';
	}

	private String rest() {
		return this.text.substring(this.position, endOfLine());
	}

	private int endOfLine() {
		int end = this.text.indexOf('\n', this.position);
		return (end >= 0) ? end : this.text.length();
	}

}
