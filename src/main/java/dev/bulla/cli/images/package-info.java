/** Image references in YAML and JSON files of other programs, found and exchanged in place. */
@NullMarked
package dev.bulla.cli.images;

import org.jspecify.annotations.NullMarked;
