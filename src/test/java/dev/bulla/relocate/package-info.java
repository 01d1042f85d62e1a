/** Tests of copies. */
@NullMarked
package dev.bulla.relocate;

import org.jspecify.annotations.NullMarked;
