package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RoleSigner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two things that happen to a staged file on its way: it is signed, and copies of it are joined. */
public final class Ceremony {
    private Ceremony() {}

    /**
     * Signs every staged role whose keys include a signer's. Show {@code review} to the person first.
     *
     * @throws KeyException when a signer may sign none of the roles, or cannot be used
     */
    public static Step<StagedReview> sign(StagedReview review, List<? extends Signer> signers) {
        for (Signer signer : signers) {
            if (rolesOf(review, signer).isEmpty()) {
                throw new KeyException(
                        "key " + signer.keyId() + " is asked for by none of the staged roles; nothing was signed",
                        "the keys that are asked for are listed above; `bulla key list` shows yours");
            }
        }
        List<NamedFile> signed = new ArrayList<>();
        for (RoleReview role : review.roles()) {
            List<Signer> under = new ArrayList<>();
            signers.forEach(signer -> under.addAll(asNamed(role, signer)));
            Bytes before = role.after().raw();
            Bytes after = under.isEmpty()
                    ? before
                    : RoleFile.of(before).orThrow().withSignatures(under).bytes();
            signed.add(new NamedFile(role.role(), after));
        }
        return StagedReview.of(review.file().withStaged(signed));
    }

    /** The staged roles that ask for {@code signer}'s key. */
    public static List<RoleReview> rolesOf(StagedReview review, Signer signer) {
        return review.roles().stream()
                .filter(role -> !asNamed(role, signer).isEmpty())
                .toList();
    }

    /** {@code signer} under each id by which the roles above name its key; old and new root may differ in that. */
    private static Collection<Signer> asNamed(RoleReview role, Signer signer) {
        Map<KeyId, Signer> named = new LinkedHashMap<>();
        for (RoleKeys keys : role.keys()) {
            RoleSigner.of(signer, keys).ifPresent(found -> named.put(found.keyId(), found));
        }
        return named.values();
    }

    /**
     * One staged file with the signatures of all. The files must be copies of one: the same namespace, the same current
     * files, the same roles to the last signed byte.
     */
    public static Step<StagedReview> merge(List<StagedFile> files) {
        StagedFile merged = files.get(0);
        for (StagedFile next : files.subList(1, files.size())) {
            Optional<Reason> other = difference(merged, next);
            if (other.isPresent()) {
                return Step.refused(other.get());
            }
            List<NamedFile> roles = new ArrayList<>();
            for (NamedFile role : merged.staged()) {
                Step<RoleFile> both = RoleFile.of(role.bytes())
                        .then(mine -> RoleFile.of(next.staged(role.role()).orElseThrow())
                                .then(mine::merge));
                switch (both) {
                    case Step.Done<RoleFile> done ->
                        roles.add(new NamedFile(role.role(), done.value().bytes()));
                    case Step.Refused<RoleFile> refused -> {
                        return Step.refused(
                                refused.reason().with("role", role.role().value()));
                    }
                }
            }
            merged = merged.withStaged(roles);
        }
        return StagedReview.of(merged);
    }

    private static Optional<Reason> difference(StagedFile one, StagedFile other) {
        String what = !one.namespace().equals(other.namespace())
                ? "namespaces: " + one.namespace() + " and " + other.namespace()
                : !one.current().equals(other.current())
                        ? "what they were made from"
                        : !roles(one).equals(roles(other)) ? "their roles" : "";
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(Reason.of(
                                ReasonCode.FORKED_METADATA,
                                "the staged files are not copies of one; they differ in " + what)
                        .hint("let everyone sign copies of one staged file"));
    }

    private static List<String> roles(StagedFile file) {
        return file.staged().stream().map(role -> role.role().value()).toList();
    }
}
