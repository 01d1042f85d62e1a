/** The promises of the program as a whole, kept by the built distribution: processes, real registries, layouts. */
@NullMarked
package dev.bulla.acceptance;

import org.jspecify.annotations.NullMarked;
