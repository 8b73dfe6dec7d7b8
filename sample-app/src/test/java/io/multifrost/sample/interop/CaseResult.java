package io.multifrost.sample.interop;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What came of a case. Peers print it as a line of JSON.
 *
 * @param name the name of the case, {@code case} in JSON
 * @param passed whether all was as it should be
 * @param detail what was not, else empty
 */
record CaseResult(@JsonProperty("case") String name, boolean passed, String detail) {

	/**
	 * Run a case.
	 */
	static CaseResult of(String name, Body body) {
		try {
			body.run();
			return new CaseResult(name, true, "");
		}
		catch (Exception | AssertionError ex) {
			return new CaseResult(name, false, ex.toString());
		}
	}

	/**
	 * What a case does; it throws where it fails.
	 */
	interface Body {

		void run() throws Exception;

	}

}
