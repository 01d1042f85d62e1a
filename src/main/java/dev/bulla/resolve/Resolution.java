package dev.bulla.resolve;

import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.TargetInfo;
import java.util.List;
import java.util.Optional;

/**
 * Which manifest is judged. Who verifies a reference means the one that its tag names; who resolves it means the one that
 * the roles list, and a tag that names another has drifted (trust.md section 3).
 */
final class Resolution {
    private final PinnedQuestion question;
    private final List<Check> checks;

    Resolution(PinnedQuestion question, List<Check> checks) {
        this.question = question;
        this.checks = checks;
    }

    /**
     * The manifest to judge; that it is the one that is listed is still to be checked.
     *
     * @throws NotFoundException when the one that is listed is not at the place
     */
    Step<Manifest> of(Found target, Optional<Manifest> tagged) {
        Optional<Digest> listed = question.resolvesTag() ? listed(target.info()) : Optional.empty();
        if (listed.isEmpty()
                || tagged.filter(one -> listed.get().matches(one.raw())).isPresent()) {
            return Step.done(tagged.orElseThrow(() -> new NotFoundException(question.asked() + " does not exist")));
        }
        Manifest artifact = question.artifacts()
                .manifest(listed.get())
                .orElseThrow(() -> new NotFoundException(target.path() + " is signed as " + listed.get()
                        + ", which is not in " + question.artifacts().place()));
        checks.add(Check.note(
                "drift",
                tagged.map(one -> "the tag names " + one.digest()).orElse("there is no such tag") + ", the roles list "
                        + listed.get()));
        return Step.done(artifact);
    }

    /** The digest that an entry gives an artifact: {@code custom.oci}, else the hash of what is no bundle's file. */
    private static Optional<Digest> listed(TargetInfo info) {
        Optional<Json.Obj> custom = BoundLayout.custom(info);
        Optional<Digest> index = custom.flatMap(members -> members.get("oci"))
                .filter(Json.Obj.class::isInstance)
                .flatMap(oci -> ((Json.Obj) oci).get("digest"))
                .filter(Json.Text.class::isInstance)
                .flatMap(text -> Digest.parse(((Json.Text) text).value()));
        boolean manifest =
                custom.flatMap(members -> members.get("kind")).equals(Optional.of(Json.text(TargetMatch.MANIFEST)));
        String sha256 = info.hashes().known().get(HashFunction.SHA256);
        return index.isPresent() || !manifest || sha256 == null
                ? index
                : Digest.parse(HashFunction.SHA256.wireName() + ":" + sha256);
    }
}
