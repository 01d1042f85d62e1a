/**
 * Copies the graph of an artifact with everything attached to it between any two places. Bytes are opaque from end to end:
 * nothing is rewritten, so every digest and every signature survives.
 */
@NullMarked
package dev.bulla.relocate;

import org.jspecify.annotations.NullMarked;
