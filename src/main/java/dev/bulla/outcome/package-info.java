/**
 * How an operation can end: reasons (the metadata was examined and says no) are values; exceptions say which end failed,
 * what was asked, what came and what to do.
 */
@NullMarked
package dev.bulla.outcome;

import org.jspecify.annotations.NullMarked;
