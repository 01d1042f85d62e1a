/** The commands that make in-toto evidence: links of steps, statements, commits. */
@NullMarked
package dev.bulla.cli.attest;

import org.jspecify.annotations.NullMarked;
