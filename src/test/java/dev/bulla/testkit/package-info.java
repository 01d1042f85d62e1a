/** What tests stand on: a registry with faults on demand, a real registry, simulators that tests edit. */
@NullMarked
package dev.bulla.testkit;

import org.jspecify.annotations.NullMarked;
