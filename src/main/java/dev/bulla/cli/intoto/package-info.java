/** The commands about plain in-toto files, and how verdicts of layouts are written. */
@NullMarked
package dev.bulla.cli.intoto;

import org.jspecify.annotations.NullMarked;
