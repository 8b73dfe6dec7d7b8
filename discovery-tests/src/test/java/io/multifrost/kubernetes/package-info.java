/**
 * The manifests of {@code docs/deployment}, as the API server of Kubernetes reads them.
 */
package io.multifrost.kubernetes;
