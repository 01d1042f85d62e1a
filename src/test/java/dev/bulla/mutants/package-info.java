/**
 * Mutants: a check is taken out of the program, and the tests that claim to guard it must fail. {@code mvn test -P mutants}
 * tries every mutant of {@code src/test/resources/security/mutants}; the ordinary build holds that each still fits its source,
 * that each was killed when it was last tried, and that {@code docs/mutants.md} is what the files make.
 */
@NullMarked
package dev.bulla.mutants;

import org.jspecify.annotations.NullMarked;
