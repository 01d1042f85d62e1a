/**
 * A registry in the hands of somebody who wants to be believed: a script of moves between a client and a registry, drawn at
 * random from a seed, with any of the keys stolen, and what each combination must come to.
 */
@NullMarked
package dev.bulla.adversary;

import org.jspecify.annotations.NullMarked;
