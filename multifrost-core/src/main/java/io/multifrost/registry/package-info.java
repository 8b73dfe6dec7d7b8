/**
 * The registry in which services are found by name, shared with the processes of all
 * languages on this machine.
 */
@NullMarked
package io.multifrost.registry;

import org.jspecify.annotations.NullMarked;
