/** Measurements of the Maven profile {@code bench}: what is measured runs in a machine of its own with a bounded heap. */
@NullMarked
package dev.bulla.bench;

import org.jspecify.annotations.NullMarked;
