/** What attachments must survive: lying lists, foreign subjects, bodies about other things, concurrent writers. */
@NullMarked
package dev.bulla.attach;

import org.jspecify.annotations.NullMarked;
