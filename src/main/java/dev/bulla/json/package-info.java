/**
 * JSON for documents that are hashed and signed: values as a sealed type, one strict reader, and the two canonical writers
 * (OLPC for TUF, in-toto and signatures; RFC 8785 for {@code bundle.json}). They share no sorter.
 */
@NullMarked
package dev.bulla.json;

import org.jspecify.annotations.NullMarked;
