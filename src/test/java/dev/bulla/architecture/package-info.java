/** The architecture as tests: who may import whom, what may not be called, how large a file may be. */
@NullMarked
package dev.bulla.architecture;

import org.jspecify.annotations.NullMarked;
