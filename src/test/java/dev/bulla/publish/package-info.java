/** What publishing must survive: other writers at any moment, writers that stop half-way, lost updates, hostile heads. */
@NullMarked
package dev.bulla.publish;

import org.jspecify.annotations.NullMarked;
