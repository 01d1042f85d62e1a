/** A disk on which anything can go wrong: a file system over another that counts what is done and fails on demand. */
@NullMarked
package dev.bulla.testkit.disk;

import org.jspecify.annotations.NullMarked;
