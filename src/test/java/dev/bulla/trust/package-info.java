/** What is kept on this machine's disk, and how. */
@NullMarked
package dev.bulla.trust;

import org.jspecify.annotations.NullMarked;
