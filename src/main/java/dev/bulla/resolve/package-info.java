/** Joins the parts: role files from web servers, directories and registries, trusted files on disk, one verdict. */
@NullMarked
package dev.bulla.resolve;

import org.jspecify.annotations.NullMarked;
