/**
 * The Update Framework, specification 1.0.34, without input and output: role metadata, the client workflow as states, the
 * delegation search; bytes and one instant in, records or a reason out. Where files come from and where trusted ones are
 * kept are two ports, {@link dev.bulla.tuf.RoleSource} and {@link dev.bulla.tuf.RoleMemory}.
 */
@NullMarked
package dev.bulla.tuf;

import org.jspecify.annotations.NullMarked;
