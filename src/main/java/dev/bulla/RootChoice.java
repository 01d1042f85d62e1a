package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.trust.Pin;
import dev.bulla.tuf.Rooted;
import java.time.Instant;
import java.util.Optional;

/** Which root a call means: the file it gives, the root with the fingerprint it gives, or the one of the origin. */
final class RootChoice {
    private RootChoice() {}

    static Rooted of(
            PinnedRoots roots, Trust.Wish wish, Optional<String> sameAs, TrustRepository repository, Instant at) {
        Optional<Bytes> file = wish.root();
        Optional<Digest> fingerprint = wish.fingerprint();
        if (file.isPresent()) {
            fingerprint.filter(digest -> !digest.matches(file.get())).ifPresent(digest -> {
                throw mismatch("the root file is sha256:" + PinnedRoots.sha256(file.get()) + ", not " + digest);
            });
            return Rooted.pinned(file.get(), at).orThrow();
        }
        if (fingerprint.isPresent()) {
            return Rooted.pinned(fetched(roots, fingerprint.get(), repository), at)
                    .orThrow();
        }
        return sameAs.flatMap(origin -> ofOrigin(roots, origin))
                .map(root -> Rooted.pinned(root, at).orThrow())
                .orElseThrow(() -> new RejectedException(Reason.of(
                                ReasonCode.NO_TRUST_ROOT,
                                "no trust root for " + wish.namespace()
                                        + ": a root is pinned by what its owner says of it,"
                                        + " not by what a registry offers")
                        .hint("get the fingerprint or the root file from the publisher by another way, then:")
                        .hint("bulla trust add " + wish.namespace() + " --root sha256:FINGERPRINT")));
    }

    /** The root with this fingerprint: from a memory that has it, else as the repository offers it. */
    private static Bytes fetched(PinnedRoots roots, Digest fingerprint, TrustRepository repository) {
        Optional<Bytes> known = roots.pins().pins().stream()
                .filter(pin -> pin.root().equals(fingerprint.hex()))
                .findFirst()
                .flatMap(roots.memories()::pinned);
        if (known.isPresent()) {
            return known.get();
        }
        return roots.asking(repository, offers -> offers.withDigest(fingerprint))
                .orElseThrow(() -> PinnedRoots.noRepository(repository))
                .orElseThrow(() -> mismatch("no root with fingerprint " + fingerprint + " is at " + repository));
    }

    /** The root of a place that has these names already; for an image layout that of the namespace of its repository. */
    private static Optional<Bytes> ofOrigin(PinnedRoots roots, String origin) {
        for (Pin pin : roots.pins().pins()) {
            boolean same = pin.names().equals(origin);
            boolean around = pin.namespace() instanceof Namespace.InRegistry && origin.startsWith(pin.names() + "/");
            if (same || around) {
                return roots.memories().pinned(pin);
            }
        }
        return Optional.empty();
    }

    private static RejectedException mismatch(String what) {
        return new RejectedException(Reason.of(ReasonCode.HASH_MISMATCH, what)
                .hint("compare the fingerprint with the one that the publisher gives"));
    }
}
