/**
 * Where in-toto meets the machine: folders of links, the recording of files, and inspections, built in or as processes
 * within bounds.
 */
@NullMarked
package dev.bulla.inspect;

import org.jspecify.annotations.NullMarked;
