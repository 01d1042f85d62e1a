/** Commands about how old an answer may be: receipts for air gaps, locks beside deployments. */
@NullMarked
package dev.bulla.cli.freshness;

import org.jspecify.annotations.NullMarked;
