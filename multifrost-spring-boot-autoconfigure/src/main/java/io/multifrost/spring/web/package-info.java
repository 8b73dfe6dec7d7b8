/**
 * What web clients are told of calls that have failed.
 */
@NullMarked
package io.multifrost.spring.web;

import org.jspecify.annotations.NullMarked;
