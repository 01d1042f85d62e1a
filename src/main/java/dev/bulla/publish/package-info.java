/**
 * The publishing side of a namespace: role files are made, signed, written as one head amid other writers, renewed before
 * they expire, and retired. What is read on the way is verified like a consumer would.
 */
@NullMarked
package dev.bulla.publish;

import org.jspecify.annotations.NullMarked;
