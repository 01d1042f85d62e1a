/**
 * The making of in-toto documents: links, layouts and statements, rules put together, signatures in either envelope. Pure,
 * like everything of {@code intoto}.
 */
@NullMarked
package dev.bulla.intoto.write;

import org.jspecify.annotations.NullMarked;
