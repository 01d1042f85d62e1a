package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.policy.StartRole;
import dev.bulla.policy.TrustSource;
import dev.bulla.policy.TufRepository;
import dev.bulla.resolve.HeadSource;
import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.resolve.Proof;
import dev.bulla.resolve.RootOffers;
import dev.bulla.resolve.TrustMemory;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Rooted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Opens the TUF repositories of a policy: where they are read, what is remembered of them, whose word counts. */
final class PolicyRepositories {
    private final Places places;
    private final PolicyFile file;
    private final TrustMemory memories;
    private final TrustLock lock;
    private final Instant at;

    PolicyRepositories(Places places, PolicyFile file, Trust trust, Instant at) {
        this.places = places;
        this.file = file;
        this.memories = trust.roots().memories();
        this.lock = trust.lock();
        this.at = at;
    }

    TufRepository named(String name) {
        return Optional.ofNullable(file.policy().repositories().get(name)).orElseThrow();
    }

    /** Notes in the lock what an artifact was trusted by. */
    void trusted(String name, Proof proof) {
        lock.trusted(lockName(named(name)), proof, at);
    }

    /** The namespace, which is the same whatever policies call the repository. */
    private static String lockName(TufRepository repository) {
        return repository.origin().orElse(repository.name());
    }

    /** The first source that holds a TUF repository; the only one is not tried beforehand. */
    Optional<Source> source(TufRepository repository) {
        List<Place> stored = repository.sources().stream()
                .filter(TrustSource.Stored.class::isInstance)
                .map(source -> place(((TrustSource.Stored) source).place()))
                .filter(place -> !places.isOutOfReach(place))
                .toList();
        for (Place place : stored) {
            Optional<Source> opened = open(new TrustRepository(place), stored.size() == 1);
            if (opened.isPresent()) {
                return opened;
            }
        }
        return Optional.empty();
    }

    /** A layout's path is relative to the policy. */
    private Place place(Place place) {
        return place instanceof Place.LayoutPlace layout
                ? new Place.LayoutPlace(file.file().toAbsolutePath().resolveSibling(layout.path()), layout.tar())
                : place;
    }

    private Optional<Source> open(TrustRepository repository, boolean untried) {
        Source opened;
        try {
            opened = places.reading(repository);
        } catch (NotFoundException e) {
            return Optional.empty(); // an image layout that does not exist
        }
        boolean kept = false;
        try {
            kept = untried || HeadSource.at(opened).isPresent();
            return kept ? Optional.of(opened) : Optional.empty();
        } finally {
            if (!kept) {
                opened.close();
            }
        }
    }

    PinnedQuestion.Authority authority(TufRepository repository, Optional<Source> trust) {
        return new PinnedQuestion.Authority(
                () -> memory(repository, trust),
                repository.origin(),
                repository.start().map(PolicyRepositories::edge),
                repository.sources().contains(new TrustSource.Attached()),
                lock.bounds(lockName(repository)));
    }

    private static DelegatedRole edge(StartRole start) {
        List<PublicKey> keys = start.keys();
        return DelegatedRole.start(new RoleName(start.role()), RoleKeys.of(keys, start.threshold()));
    }

    /** The memory of the pinned root: by the root's identity, whatever the policy calls the repository. */
    private RoleDirectory memory(TufRepository repository, Optional<Source> trust) {
        Bytes root = file.roots().get(repository.name());
        if (root != null) {
            return memories.open(Digest.of(root).hex(), Rooted.pinned(root, at).orThrow());
        }
        Digest pinned = repository.root().digest().orElseThrow();
        return memories.open(pinned.hex())
                .orElseGet(() -> memories.open(pinned.hex(), offered(repository, pinned, trust)));
    }

    private Rooted offered(TufRepository repository, Digest pinned, Optional<Source> trust) {
        return trust.flatMap(RootOffers::at)
                .flatMap(offers -> offers.withDigest(pinned))
                .filter(pinned::matches)
                .map(root -> Rooted.pinned(root, at).orThrow())
                .orElseThrow(() -> new RejectedException(Reason.of(
                                ReasonCode.NO_TRUST_ROOT,
                                "no trust root for " + repository.name() + ": its sources offer no root " + pinned)
                        .hint("keep the root file beside the policy and name it in \"root\": {\"file\": …}")));
    }
}
