/**
 * The verifier's policy: which TUF repositories speak for which names, how many of them must agree, and what happens to
 * the rest (trust.md section 2, TAP 4, TAP 13). Values and decisions only; nothing here is fetched or verified.
 */
@NullMarked
package dev.bulla.policy;

import org.jspecify.annotations.NullMarked;
