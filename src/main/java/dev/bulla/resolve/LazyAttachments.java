package dev.bulla.resolve;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Carrier;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Tag;
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
    private final Optional<Manifest> artifact;
    private final List<Check> checks;
    private Optional<Attachments> found = Optional.empty();

    /**
     * Of {@code artifact}; without one, nothing is attached to it.
     *
     * @param checks gets notes about attachments that cannot be read
     */
    LazyAttachments(PinnedQuestion question, Optional<Manifest> artifact, List<Check> checks) {
        this.question = question;
        this.artifact = artifact;
        this.checks = checks;
    }

    /** What it is attached to. */
    Optional<Digest> subject() {
        return artifact.map(Manifest::digest);
    }

    /** All of it that could be read. */
    List<Attachment> get() {
        return artifact.map(manifest -> of(manifest).found()).orElse(List.of());
    }

    /** What is attached to {@code manifest}, which may be another than the one in question. */
    Attachments of(Manifest manifest) {
        if (artifact.filter(one -> one.digest().equals(manifest.digest())).isEmpty()) {
            return Attachments.of(question.artifacts(), manifest.digest(), Optional.empty());
        }
        if (found.isEmpty()) {
            Attachments all = Attachments.of(
                    question.artifacts(), manifest.digest(), question.asked().tag());
            all.dropped().forEach(line -> checks.add(Check.note("candidate", "dropped: " + line)));
            found = Optional.of(all);
        }
        return found.get();
    }

    /** The capsules that can be read; what is wrong with the others is noted. */
    List<HeadSource> capsules() {
        List<HeadSource> capsules = new ArrayList<>();
        get().stream().filter(one -> one.kind() == Kind.CAPSULE).forEach(capsule -> {
            switch (RoleFiles.read(capsule.manifest())) {
                case Step.Done<RoleFiles> done ->
                    capsules.add(HeadSource.ofCapsule(question.artifacts(), done.value()));
                case Step.Refused<RoleFiles> refused ->
                    checks.add(Check.note(
                            "candidate", "capsule ignored: " + refused.reason().message()));
            }
        });
        return capsules;
    }

    /** Why there are no roles to judge by. */
    Reason noRoles() {
        boolean other = get().stream().anyMatch(one -> one.kind() != Kind.OTHER);
        List<String> places = question.repositories().stream()
                .map(trust -> trust.place().toString())
                .toList();
        String where =
                places.isEmpty() ? "no TUF repository to ask" : "no TUF repository at " + String.join(", ", places);
        Reason reason = other
                ? Reason.of(
                        ReasonCode.INCOMPLETE,
                        question.asked() + " has attachments but no capsule, and there is " + where)
                : Reason.of(
                        ReasonCode.UNSIGNED_REQUIRED, question.asked() + " has no attachments, and there is " + where);
        return reason.hint("if it was relocated, the copy may have dropped what was attached: " + missing()
                + "; use `bulla copy`, or copy that tag as well");
    }

    /** What a copier that knows tags alone has left behind, as far as can be told here. */
    private String missing() {
        List<Tag> carriers = subject()
                .map(digest -> Carrier.tags(question.asked().tag(), digest))
                .orElse(List.of());
        long listed = found.map(all -> all.listedBy().values().stream()
                        .filter(lists -> carriers.stream().map(Tag::value).anyMatch(lists::contains))
                        .count())
                .orElse(0L);
        return carriers.isEmpty() || listed > 0
                ? "what the tag ending in .signed lists is not all there"
                : carriers.get(0) + " is not there";
    }
}
