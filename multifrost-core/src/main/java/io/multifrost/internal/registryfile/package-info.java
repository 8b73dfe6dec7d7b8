/**
 * The file of the registry that all languages share, and their locks on it.
 */
@NullMarked
package io.multifrost.internal.registryfile;

import org.jspecify.annotations.NullMarked;
