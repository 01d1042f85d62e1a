/** What keys, signatures, thresholds and key files must do. */
@NullMarked
package dev.bulla.crypto;

import org.jspecify.annotations.NullMarked;
