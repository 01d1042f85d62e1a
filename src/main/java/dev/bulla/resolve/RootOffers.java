package dev.bulla.resolve;

import dev.bulla.attach.RoleFiles;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.TufLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The roots that a TUF repository offers: candidates, none of them trusted for being offered. */
public final class RootOffers {
    private final Source trust;
    private final HeadSource head;

    private RootOffers(Source trust, HeadSource head) {
        this.trust = trust;
        this.head = head;
    }

    /** What {@code trust} offers; empty when it has no head. */
    public static Optional<RootOffers> at(Source trust) {
        return HeadSource.at(trust).map(head -> new RootOffers(trust, head));
    }

    /** Versions and digests of all roots offered, lowest version first. */
    public List<Offer> all() {
        RoleFiles files = head.files();
        List<Offer> offers = new ArrayList<>();
        files.files().forEach((name, blob) -> {
            if (name.role().equals(RoleName.ROOT) && name.version().isPresent()) {
                offers.add(new Offer(name, blob.digest()));
            }
        });
        offers.sort((one, other) -> Long.compare(one.version(), other.version()));
        return offers;
    }

    /** A root that is offered. */
    public record Offer(RoleFileName name, Digest digest) {
        /** The version in its file name. */
        public long version() {
            return name.version().orElse(0);
        }
    }

    /** The bytes of the root with this digest, if it is offered. */
    public Optional<Bytes> withDigest(Digest digest) {
        return all().stream()
                .filter(offer -> offer.digest().equals(digest))
                .findFirst()
                .flatMap(offer -> head.files().root(offer.version()))
                .map(blob -> trust.blobBytes(blob, TufLimits.ROOT_BYTES));
    }

    /** The roots that follow {@code trusted} in an unbroken chain, each verified by the one before it. */
    public List<Rooted> following(Rooted trusted) {
        List<Rooted> chain = new ArrayList<>();
        Rooted newest = trusted;
        for (int i = 0; i < TufLimits.ROOT_ROTATIONS; i++) {
            Optional<Bytes> next = head.root(newest.root().role().version() + 1, TufLimits.ROOT_BYTES);
            if (next.isEmpty() || !(newest.next(next.get()) instanceof Step.Done<Rooted> done)) {
                return chain;
            }
            newest = done.value();
            chain.add(newest);
        }
        return chain;
    }
}
