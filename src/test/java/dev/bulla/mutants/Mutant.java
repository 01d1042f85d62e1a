package dev.bulla.mutants;

import java.util.List;

/**
 * The program without one check.
 *
 * @param section the section of attacks whose file it stands in
 * @param id its name in that section
 * @param what what was taken out, in words
 * @param edits the changes; several where the check is made in several places
 * @param attacks ids of the attacks that get through
 * @param tests tests to run beside those marked with the attacks: {@code package.Class} or {@code package.Class#method}, below
 *     {@code dev.bulla}
 */
record Mutant(Section section, String id, String what, List<Edit> edits, List<String> attacks, List<String> tests) {}
