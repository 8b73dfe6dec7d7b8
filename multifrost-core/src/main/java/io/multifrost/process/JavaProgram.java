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
 * @param options the options of its JVM
 */
record JavaProgram(@Nullable String mainClass, String classPath, List<String> options) {

	@Override
	public String toString() {
		return (this.mainClass != null) ? this.mainClass : "this library";
	}

}
