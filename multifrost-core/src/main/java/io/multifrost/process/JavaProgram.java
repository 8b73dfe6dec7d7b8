package io.multifrost.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is archived of a program that runs with the Java of this JVM.
 *
 * @param mainClass the name of its main class, or {@code null} if the archive is of the
 * library alone, and so good for all programs
 * @param classPath the class path, or the part of it that it begins with, of absolute
 * paths
 * @param memoryOptions the options of its JVM that decide how objects lie in memory, as
 * an archive of other objects is of no use
 */
record JavaProgram(@Nullable String mainClass, String classPath, List<String> memoryOptions) {

	@Override
	public String toString() {
		return (this.mainClass != null) ? this.mainClass : "this library";
	}

}
