package io.multifrost.parent;

import io.multifrost.internal.supervision.ParentSettings;

/**
 * The settings of a builder, for tests of what they are made for.
 */
public final class TestSettings {

	private TestSettings() {
	}

	public static ParentSettings of(ParentWorkerBuilder builder) {
		return builder.settings();
	}

}
