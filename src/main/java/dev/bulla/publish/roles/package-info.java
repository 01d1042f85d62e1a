/**
 * Changes of the roles of a namespace: delegations, keys, thresholds, targets, expiries. Each makes unsigned role files
 * from what is published, which are signed at once or carried to those who have the keys.
 */
@NullMarked
package dev.bulla.publish.roles;

import org.jspecify.annotations.NullMarked;
