/** Tests of the policy. */
@NullMarked
package dev.bulla.policy;

import org.jspecify.annotations.NullMarked;
