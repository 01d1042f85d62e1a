/** Bundles that are moved, packed and pinned by the program, and stay verifiable. */
@NullMarked
package dev.bulla.cli.relocation;

import org.jspecify.annotations.NullMarked;
