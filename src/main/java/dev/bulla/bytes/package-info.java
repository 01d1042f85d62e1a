/** Immutable byte strings, hexadecimal text and the two hash functions that Bulla accepts; the floor of the house. */
@NullMarked
package dev.bulla.bytes;

import org.jspecify.annotations.NullMarked;
