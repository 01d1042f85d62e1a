/** {@code bulla provenance}: an accepted chain for people, for programs, and drawn. */
@NullMarked
package dev.bulla.cli.provenance;

import org.jspecify.annotations.NullMarked;
