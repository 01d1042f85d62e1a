/** What surrounds the simulated publisher: its sources, its web server, a memory that counts. */
@NullMarked
package dev.bulla.testkit.tuf;

import org.jspecify.annotations.NullMarked;
