package io.multifrost.process;

/**
 * A main class that a command runs with the Java of this JVM.
 *
 * @param mainClass the name of the class
 * @param classPath its class path, of absolute paths
 */
record JavaProgram(String mainClass, String classPath) {
}
