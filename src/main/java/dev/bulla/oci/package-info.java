/**
 * The OCI nouns (digest, descriptor, manifest, reference), the one successors function, and the ports through which all
 * other code reads and writes a repository. A registry and an image layout both stand behind the same ports, so pushing,
 * pulling, copying and verifying are one piece of code each.
 */
@NullMarked
package dev.bulla.oci;

import org.jspecify.annotations.NullMarked;
