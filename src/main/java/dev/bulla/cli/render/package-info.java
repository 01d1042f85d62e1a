/** The shapes of an answer: JSON text, trees, graphs. */
@NullMarked
package dev.bulla.cli.render;

import org.jspecify.annotations.NullMarked;
