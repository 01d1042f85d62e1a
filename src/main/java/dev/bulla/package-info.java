/** Bulla: signing and verifying of CNAB bundles and other artifacts inside OCI registries. */
@NullMarked
package dev.bulla;

import org.jspecify.annotations.NullMarked;
