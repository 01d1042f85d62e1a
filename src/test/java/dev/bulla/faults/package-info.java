/** What goes wrong without anybody's intent: connections, statuses, time-outs, disks, clocks, old registries. */
@NullMarked
package dev.bulla.faults;

import org.jspecify.annotations.NullMarked;
