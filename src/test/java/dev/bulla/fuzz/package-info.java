/**
 * Coverage-guided tests: what must hold for any input whatever. {@code mvn test -P fuzz} lets jazzer look for inputs that
 * break it; the ordinary build runs the seeds, every input that ever broke something, and some thousand changes of them.
 */
@NullMarked
package dev.bulla.fuzz;

import org.jspecify.annotations.NullMarked;
