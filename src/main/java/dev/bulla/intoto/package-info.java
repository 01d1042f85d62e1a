/**
 * In-toto: layouts, links, artifact rules and the complete verification of a supply chain (in-toto specification 1.0;
 * {@code intoto.md}). Pure: bytes, keys and an instant go in, a verdict with every finding comes out; evidence and
 * inspections are asked for through ports.
 */
@NullMarked
package dev.bulla.intoto;

import org.jspecify.annotations.NullMarked;
