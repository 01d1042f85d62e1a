/**
 * The client of the OCI distribution API: one repository behind {@link dev.bulla.oci.Store}, and a bounded plain GET for
 * TUF repositories. What a registry says is checked against the bytes it sends; what it does not do is found by asking,
 * never by believing a header. Nothing here reads the environment, and no type of the HTTP library leaves the package.
 */
@NullMarked
package dev.bulla.registry;

import org.jspecify.annotations.NullMarked;
