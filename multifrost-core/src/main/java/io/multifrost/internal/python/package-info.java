/**
 * What is made ready before a Python worker is spawned: its interpreter, the environment
 * with its packages, and the files that are unpacked from the class path.
 */
@NullMarked
package io.multifrost.internal.python;

import org.jspecify.annotations.NullMarked;
