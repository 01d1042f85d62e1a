/** Image references in files of other programs. */
@NullMarked
package dev.bulla.cli.images;

import org.jspecify.annotations.NullMarked;
