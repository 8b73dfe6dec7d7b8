package io.multifrost.parent;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a worker says of one of its functions.
 *
 * @param name its name
 * @param aliases other names by which it is called as well
 * @param parameters its parameters
 * @param returns the type of its result, as the worker's language writes it; empty if it
 * is not known
 * @param stream whether it makes its results one by one
 * @param doc what it does, or {@code null} if nothing is said
 * @param idempotent whether running it twice does no harm
 */
public record FunctionDescription(String name, List<String> aliases, List<Parameter> parameters, String returns,
		boolean stream, @Nullable String doc, boolean idempotent) {

	/**
	 * Take what is said.
	 */
	public FunctionDescription {
		aliases = List.copyOf(aliases);
		parameters = List.copyOf(parameters);
	}

	/**
	 * Return whether calls by a name reach the function.
	 * @param name the name
	 * @return whether they do
	 */
	public boolean isCalled(String name) {
		return this.name.equals(name) || this.aliases.contains(name);
	}

	/**
	 * Return the function in one line, for example
	 * {@code count(text: str, limit: int = ...) -> int}, with {@code (stream)} behind it
	 * where it makes its results one by one.
	 * @return the signature
	 */
	public String signature() {
		List<String> all = new ArrayList<>();
		boolean starred = false;
		for (Parameter parameter : this.parameters) {
			if (parameter.keywordOnly() && !starred) {
				all.add("*");
			}
			starred |= parameter.keywordOnly() || parameter.isRest();
			all.add(parameter.toString());
		}
		return this.name + "(" + String.join(", ", all) + ")" + (this.returns.isEmpty() ? "" : " -> " + this.returns)
				+ (this.stream ? " (stream)" : "");
	}

	/**
	 * Return the first line of what the function is said to do.
	 * @return the line, or {@code null} if nothing is said
	 */
	public @Nullable String summary() {
		return (this.doc != null) ? this.doc.strip().lines().findFirst().orElse(null) : null;
	}

	/**
	 * A parameter of a function.
	 *
	 * @param name its name; with one star before it where it takes all further arguments,
	 * with two where it takes those that are given by names
	 * @param type its type, as the worker's language writes it; empty if it is not known
	 * @param optional whether it may be left out
	 * @param keywordOnly whether it can be given by its name alone
	 */
	public record Parameter(String name, String type, boolean optional, boolean keywordOnly) {

		/**
		 * Return whether the parameter takes all further arguments.
		 * @return whether it does
		 */
		public boolean isRest() {
			return this.name.startsWith("*") && !this.name.startsWith("**");
		}

		/**
		 * Return whether arguments by their place reach the parameter, one or all further
		 * ones.
		 * @return whether they do
		 */
		public boolean isPositional() {
			return !this.keywordOnly && !this.name.startsWith("**");
		}

		@Override
		public String toString() {
			return this.name + (this.type.isEmpty() ? "" : ": " + this.type)
					+ ((this.optional && !this.name.startsWith("*")) ? " = ..." : "");
		}

	}

}
