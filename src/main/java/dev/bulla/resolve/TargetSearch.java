package dev.bulla.resolve;

import dev.bulla.attach.Annotations;
import dev.bulla.attach.Attachment;
import dev.bulla.attach.Kind;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds the entry for an artifact: by its name, or for one that was asked for by digest alone by the names that trusted
 * roles and attached hints suggest, each of them confirmed by a search of its own (trust.md section 3).
 */
final class TargetSearch {
    /** Names tried for one digest; an artifact with more tags is asked for by one of them. */
    private static final int MAX_NAMES = 64;

    private final Lookup roles;
    private final PinnedQuestion question;
    private final Supplier<List<Attachment>> attachments;
    private final List<Check> checks;

    TargetSearch(Lookup roles, PinnedQuestion question, Supplier<List<Attachment>> attachments, List<Check> checks) {
        this.checks = checks;
        this.roles = roles;
        this.question = question;
        this.attachments = attachments;
    }

    /** An entry, the channel that led to it, and the other names under which trusted roles list the same artifact. */
    record Named(Found target, Optional<Found> channel, List<String> otherNames) {}

    /** @param artifact its digest, without which it is found by name only */
    Step<Named> find(Optional<Digest> artifact) {
        if (question.name().isEmpty()) {
            return byDigest(artifact.orElseThrow());
        }
        return new ChannelLookup(roles, question, checks)
                .find(question.name().get())
                .fold(
                        led -> Step.done(new Named(led.target(), led.channel(), List.of())),
                        reason -> Step.refused(absent(reason)));
    }

    private Step<Found> lookUp(String name) {
        try {
            return roles.find(new TargetPath(name));
        } catch (JsonException e) {
            return Step.refused(ReasonCode.NOT_A_TARGET, "no role can list that name: " + e.getMessage());
        }
    }

    /** A name that no role lists, of an artifact that nothing is attached to: nothing speaks about it (exit 3). */
    private Reason absent(Reason reason) {
        boolean silent = reason.code() == ReasonCode.NOT_A_TARGET
                && attachments.get().stream().allMatch(one -> one.kind() == Kind.OTHER);
        if (!silent) {
            return reason;
        }
        Reason unsigned = Reason.of(ReasonCode.UNSIGNED_REQUIRED, reason.message() + ", and nothing is attached to it");
        for (var fact : reason.facts().entrySet()) {
            unsigned = unsigned.with(fact.getKey(), fact.getValue());
        }
        for (String hint : reason.hints()) {
            unsigned = unsigned.hint(hint);
        }
        return unsigned;
    }

    private Step<Named> byDigest(Digest artifact) {
        Set<String> names = new TreeSet<>();
        Step<Found> probe = lookUp(question.names() + ":0"); // walks the delegations that cover tags of this repository
        if (probe instanceof Step.Refused<Found> refused && refused.reason().code() != ReasonCode.NOT_A_TARGET) {
            return Step.refused(refused.reason());
        }
        suggest(roles.roles().targets(), artifact, names);
        roles.visited().forEach(role -> suggest(role, artifact, names));
        if (names.isEmpty()) {
            hints(names);
        }
        List<Found> entries = new ArrayList<>();
        int speaking = 0;
        for (String name : names) {
            if (lookUp(name) instanceof Step.Done<Found> found
                    && !ChannelLookup.isRedirect(found.value().info())) {
                // an entry that speaks of the artifact goes before those that only a hint suggests
                entries.add(
                        TargetMatch.speaksOf(found.value().info(), artifact) ? speaking++ : entries.size(),
                        found.value());
            }
        }
        return !entries.isEmpty()
                ? Step.done(new Named(
                        entries.getFirst(),
                        Optional.empty(),
                        entries.stream()
                                .skip(1)
                                .map(entry -> entry.path().value())
                                .toList()))
                : Step.refused(absent(Reason.of(
                                ReasonCode.NOT_A_TARGET,
                                "no trusted role names " + artifact + " as an artifact of " + question.names())
                        .with("section", "5.7.2")
                        .hint("ask by tag: an artifact whose own digest is not signed is found by its name only")));
    }

    private void suggest(Signed<Targets> role, Digest artifact, Set<String> names) {
        String prefix = question.names() + ":";
        role.role().forEach((path, info) -> {
            if (names.size() < MAX_NAMES && path.value().startsWith(prefix) && TargetMatch.speaksOf(info, artifact)) {
                names.add(path.value());
            }
        });
    }

    private void hints(Set<String> names) {
        String prefix = question.names() + ":";
        attachments.get().forEach(attachment -> {
            String origin = attachment.manifest().annotations().getOrDefault(Annotations.ORIGIN, "");
            if (names.size() < MAX_NAMES && origin.startsWith(prefix)) {
                names.add(origin);
            }
        });
    }
}
