package dev.bulla.cli;

import java.time.Instant;
import java.time.InstantSource;

/** The one class that reads the clock. */
final class SystemClock implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.now();
    }
}
