/** The program as people get it: the launcher, and the distribution that the build assembles. */
@NullMarked
package dev.bulla.distribution;

import org.jspecify.annotations.NullMarked;
