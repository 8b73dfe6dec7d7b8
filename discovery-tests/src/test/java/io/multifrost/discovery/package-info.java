/**
 * Services that the engines of Spring Cloud find, with their real servers.
 */
package io.multifrost.discovery;
