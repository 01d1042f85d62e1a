/** How a real distribution registry is come by: a container, an installed program, an unpacked package. */
@NullMarked
package dev.bulla.testkit.real;

import org.jspecify.annotations.NullMarked;
