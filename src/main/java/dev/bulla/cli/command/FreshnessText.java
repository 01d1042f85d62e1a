package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How fresh the roles behind a verdict are, and what would have told older ones; what is ordinary is a step of {@code -v}. */
final class FreshnessText {
    private final Output output;
    private final Instant now;

    FreshnessText(Output output, Instant now) {
        this.output = output;
        this.now = now;
    }

    void print(Verdict.Vouching vouching) {
        Verdict.Freshness freshness = vouching.freshness();
        switch (freshness.grade()) {
            case FRESH -> {
                output.step("FRESH  nothing has expired, until " + Quantity.absolute(freshness.until()));
                if (vouching.attached()) {
                    output.note("the roles came with the artifact: the first of them expires "
                            + output.time(vouching.nearestExpiry(), now) + "; carry newer ones before that");
                }
            }
            case RECEIPT -> old(freshness, "a receipt says that nothing had expired at ");
            case DEGRADED -> old(freshness, "timestamp or snapshot expired, which is tolerated: at ");
        }
        guards(vouching.protections());
    }

    private void old(Verdict.Freshness freshness, String what) {
        output.line(
                Style.WARN,
                "  " + freshness.grade().name(),
                "  " + what + Quantity.absolute(freshness.seen()) + "; of use until "
                        + Quantity.absolute(freshness.until()));
        output.note(Ages.latency(Duration.between(freshness.seen(), freshness.until()))
                + " here; carry newer roles and a newer receipt before " + Quantity.absolute(freshness.until()));
    }

    private void guards(List<Verdict.Protection> protections) {
        List<String> words = protections.stream()
                .map(protection -> protection.name().toLowerCase(Locale.ROOT))
                .toList();
        String line = "older roles would have been told by: " + String.join(", ", words);
        if (protections.contains(Verdict.Protection.LOCK) || protections.contains(Verdict.Protection.WITNESS)) {
            output.line("  " + line);
        } else {
            output.step(line);
        }
    }
}
