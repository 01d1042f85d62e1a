package dev.bulla.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code refresh --loop}: each round reads the clock, failures are told and tried again, Ctrl-C ends it. */
class RefreshLoopTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final List<Instant> rounds = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Instant now = START;

    /** Ctrl-C during the wait after so many rounds. */
    private RefreshLoop interruptedAfter(int waits) {
        return new RefreshLoop(
                () -> now,
                () -> {
                    now = now.plus(Duration.ofHours(1));
                    if (rounds.size() >= waits) {
                        throw new UnreachableException("interrupted while waiting");
                    }
                },
                failure -> failures.add(failure.getMessage()));
    }

    private ExitCode round(Instant at, BullaException... outcomes) {
        rounds.add(at);
        if (rounds.size() <= outcomes.length) {
            throw outcomes[rounds.size() - 1];
        }
        return ExitCode.OK;
    }

    @Test
    void eachRoundReadsTheClockAnew() {
        assertThatThrownBy(() -> interruptedAfter(3).run(this::round))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("interrupted while waiting");
        assertThat(rounds).containsExactly(START, START.plus(Duration.ofHours(1)), START.plus(Duration.ofHours(2)));
    }

    @Test
    void whatMayBeBetterNextTimeIsToldAndTriedAgain() {
        assertThatThrownBy(() -> interruptedAfter(3)
                        .run(at -> round(at, new UnreachableException("503"), new ConflictException("others"))))
                .hasMessage("interrupted while waiting");
        assertThat(rounds).hasSize(3);
        assertThat(failures).containsExactly("503", "others");
    }

    @Test
    void aMissingKeyEndsTheLoop() {
        assertThatThrownBy(() -> interruptedAfter(3).run(at -> round(at, new KeyException("no such key"))))
                .isInstanceOf(KeyException.class);
        assertThat(rounds).hasSize(1);
    }
}
