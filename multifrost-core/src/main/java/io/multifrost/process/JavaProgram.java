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
 * @param options the options of its JVM; of an archive, those alone that decide how
 * objects lie in memory
 */
record JavaProgram(@Nullable String mainClass, String classPath, List<String> options) {

	/**
	 * Return what an archive is made of: one of objects that lie otherwise is of no use.
	 * @param options all options of the JVM
	 * @return the program with those options that matter
	 */
	JavaProgram withMemoryOptionsOf(List<String> options) {
		return new JavaProgram(this.mainClass, this.classPath, JavaCommandLine.memoryOptions(options));
	}

	@Override
	public String toString() {
		return (this.mainClass != null) ? this.mainClass : "this library";
	}

}
