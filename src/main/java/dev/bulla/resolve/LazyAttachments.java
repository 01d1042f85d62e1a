package dev.bulla.resolve;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is attached to the artifact in question: asked for when it is needed, and once. */
final class LazyAttachments {
    private final PinnedQuestion question;
    private final Manifest artifact;
    private final List<Check> checks;
    private Optional<Attachments> found = Optional.empty();

    /** {@code checks} gets notes about capsules that cannot be read. */
    LazyAttachments(PinnedQuestion question, Manifest artifact, List<Check> checks) {
        this.question = question;
        this.artifact = artifact;
        this.checks = checks;
    }

    Attachments get() {
        if (found.isEmpty()) {
            found = Optional.of(Attachments.of(
                    question.artifacts(), artifact.digest(), question.asked().tag()));
        }
        return found.get();
    }

    /** The capsules that can be read; what is wrong with the others is noted. */
    List<HeadSource> capsules() {
        List<HeadSource> capsules = new ArrayList<>();
        get().of(Kind.CAPSULE).forEach(capsule -> {
            switch (RoleFiles.read(capsule.manifest())) {
                case Step.Done<RoleFiles> done ->
                    capsules.add(HeadSource.ofCapsule(question.artifacts(), done.value()));
                case Step.Refused<RoleFiles> refused ->
                    checks.add(
                            Check.note("capsule", "ignored: " + refused.reason().message()));
            }
        });
        return capsules;
    }

    /** Why there are no roles to judge by. */
    Reason noRoles() {
        boolean other = get().found().stream().anyMatch(one -> one.kind() != Kind.OTHER);
        String where = question.trust()
                .map(trust -> "no TUF repository at " + trust.place())
                .orElse("no TUF repository to ask");
        Reason reason = other
                ? Reason.of(
                        ReasonCode.INCOMPLETE,
                        question.asked() + " has attachments but no capsule, and there is " + where)
                : Reason.of(
                        ReasonCode.UNSIGNED_REQUIRED, question.asked() + " has no attachments, and there is " + where);
        return reason.hint(
                "if it was relocated, the copy may have dropped what was attached; use `bulla copy`, or copy the tag"
                        + " ending in .signed as well");
    }
}
