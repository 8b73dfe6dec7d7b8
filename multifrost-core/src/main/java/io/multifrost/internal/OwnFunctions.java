package io.multifrost.internal;

import java.util.List;

/**
 * The names of the functions that workers answer themselves.
 */
public final class OwnFunctions {

	/** Names those of the user, in the two ways in which the implementations write it. */
	public static final List<String> LIST = List.of("list_functions", "listFunctions");

	/** Describes those of the user, where the worker has named that feature. */
	public static final String DESCRIBE = "describe_functions";

	private OwnFunctions() {
	}

	public static boolean isOne(String name) {
		return LIST.contains(name) || DESCRIBE.equals(name);
	}

}
