package dev.bulla;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.UsageException;
import dev.bulla.policy.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the level of a verdict with the one that is demanded, and says which fact is missing (trust.md section 7). */
final class LevelDemand {
    /** Levels that need the supply chain of the bundle. */
    private static final Set<Level> BUNDLE_MADE = Set.of(Level.L3B, Level.L4);

    /** Levels that need the supply chain of every image. */
    private static final Set<Level> IMAGES_MADE = Set.of(Level.L3A, Level.L4);

    private final Verdict.Trusted trusted;
    private final Level demanded;

    private LevelDemand(Verdict.Trusted trusted, Level demanded) {
        this.trusted = trusted;
        this.demanded = demanded;
    }

    static Verdict of(Verdict verdict, String least) {
        Level demanded = Level.named(least)
                .orElseThrow(() -> new UsageException("levels are 0, 1a, 1b, 2, 3a, 3b and 4, not '" + least + "'"));
        return switch (verdict) {
            // a policy that lets it through proves nothing of the bundle
            case Verdict.Allowed allowed -> reached(allowed.level()).meets(demanded) ? allowed : allowed.strictly();
            case Verdict.Rejected rejected -> rejected;
            case Verdict.Trusted trusted ->
                reached(trusted.level()).meets(demanded)
                        ? trusted
                        : new Verdict.Rejected(
                                trusted.asked(), new LevelDemand(trusted, demanded).refusal(), trusted.checks());
        };
    }

    private static Level reached(String level) {
        return Level.named(level).orElse(Level.L0);
    }

    private Reason refusal() {
        return missing()
                .with("level", trusted.level())
                .with("demanded", demanded.toString())
                .hint("what leads there: bulla verify --advise " + trusted.asked());
    }

    /** The first fact that is missing; what was examined and is not met keeps its own reason. */
    private Reason missing() {
        Optional<Verdict.Vouching> vouching = trusted.vouching();
        boolean made = vouching.filter(LevelWords::isMade).isPresent();
        boolean needsLayout = trusted.bundle().isPresent()
                ? BUNDLE_MADE.contains(demanded)
                : BUNDLE_MADE.contains(demanded) || IMAGES_MADE.contains(demanded);
        if (needsLayout && !made) {
            return unbound(name());
        }
        List<Verdict.Image> images = vouching.map(Verdict.Vouching::images).orElse(List.of());
        List<Verdict.Image> unlisted = LevelWords.unlisted(images);
        if (!unlisted.isEmpty()) {
            return low().hint("no trusted role of the bundle's namespace lists " + LevelWords.labels(unlisted));
        }
        Optional<Verdict.Image> unmade = LevelWords.unmade(images);
        if (IMAGES_MADE.contains(demanded) && unmade.isPresent()) {
            Verdict.Image image = unmade.get();
            return image.refusal()
                    .map(reason -> new Reason(
                            reason.code(), image.label() + ": " + reason.message(), reason.facts(), reason.hints()))
                    .orElseGet(() -> unbound(image.signedAs().orElse(image.label())));
        }
        return low();
    }

    private Reason unbound(String name) {
        return Reason.of(
                ReasonCode.LAYOUT_UNBOUND,
                "no layout of top-level targets applies to " + name + ", and level " + demanded + " needs one");
    }

    private Reason low() {
        return Reason.of(
                ReasonCode.LEVEL_TOO_LOW,
                name() + " reaches level " + trusted.level() + ", and level " + demanded + " is demanded");
    }

    private String name() {
        return trusted.vouching()
                .map(Verdict.Vouching::signedAs)
                .orElse(trusted.asked().toString());
    }
}
