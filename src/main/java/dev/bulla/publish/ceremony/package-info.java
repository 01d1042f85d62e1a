/**
 * Ceremonies: role files that several people sign on machines of their own. One file carries what is to be signed, what it
 * replaces and whose keys are due; everything that is shown of it is computed from those role files alone. Nothing here
 * reaches a network or a disk.
 */
@NullMarked
package dev.bulla.publish.ceremony;

import org.jspecify.annotations.NullMarked;
