/**
 * A distribution-spec 1.1 registry in memory, correct until a test asks it for a fault. It shares no code with the client
 * that it tests: handlers turn a {@link dev.bulla.testkit.loopback.Request} into an
 * {@link dev.bulla.testkit.loopback.Answer}, faults change the answer, the listener sends it.
 */
@NullMarked
package dev.bulla.testkit.loopback;

import org.jspecify.annotations.NullMarked;
