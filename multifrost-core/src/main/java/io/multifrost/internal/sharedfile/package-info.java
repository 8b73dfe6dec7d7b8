/**
 * Values in files of two processes of one user on one host, where a message would be
 * slower. All files are made, and deleted, by the parent; a worker writes to those that a
 * call lends it.
 */
@NullMarked
package io.multifrost.internal.sharedfile;

import org.jspecify.annotations.NullMarked;
