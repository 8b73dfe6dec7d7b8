/**
 * Network namespaces as hosts, on which services are found, cut off and exchanged.
 */
package io.multifrost.hosts;
