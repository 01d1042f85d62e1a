/**
 * OCI image layouts (image-spec 1.1, "Image Layout"), as a directory and as a tar file, behind the ports of
 * {@code dev.bulla.oci}: a repository that needs no server. Every byte is checked when it is written and again when it is
 * read, since a disk is no more trusted than a registry.
 */
@NullMarked
package dev.bulla.layout;

import org.jspecify.annotations.NullMarked;
