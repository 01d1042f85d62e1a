/**
 * Keys, signatures and key files. The algorithm belongs to the key, never to the signature; a check returns normally or
 * throws, so there is no boolean to forget.
 */
@NullMarked
package dev.bulla.crypto;

import org.jspecify.annotations.NullMarked;
