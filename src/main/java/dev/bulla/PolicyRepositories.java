package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.policy.StartRole;
import dev.bulla.policy.TrustSource;
import dev.bulla.policy.TufRepository;
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
import java.util.ArrayList;
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

    /** Judges with keys alone: no TUF repository is opened. */
    Verdict byKeys(Source source, Reference asked, KeyRule rule, Instant at) {
        return new Verifier(places, false, Progress.NONE).verify(source, asked, rule, at);
    }

    /** Another repository of the registry that is asked anyway. */
    Optional<Source> nearby(Place place) {
        return places.nearby(place);
    }

    /** The places of a TUF repository that are open; they are asked side by side. */
    record Opened(List<ReadAhead> ahead, List<Source> places) implements AutoCloseable {
        List<Source> sources() {
            return List.copyOf(ahead);
        }

        /** What was read was found good. */
        void keep() {
            ahead.forEach(ReadAhead::keep);
        }

        @Override
        public void close() {
            ahead.forEach(ReadAhead::close);
            places.forEach(Source::close);
        }
    }

    /** Opens every place of a TUF repository that is in reach and exists. */
    Opened open(TufRepository repository) {
        Opened opened = new Opened(new ArrayList<>(), new ArrayList<>());
        repository.sources().stream()
                .filter(TrustSource.Stored.class::isInstance)
                .map(source -> place(((TrustSource.Stored) source).place()))
                .filter(place -> !places.isOutOfReach(place))
                .forEach(place -> open(new TrustRepository(place), opened));
        return opened;
    }

    /** A layout's path is relative to the policy. */
    private Place place(Place place) {
        return place instanceof Place.LayoutPlace layout
                ? new Place.LayoutPlace(file.file().toAbsolutePath().resolveSibling(layout.path()), layout.tar())
                : place;
    }

    private void open(TrustRepository repository, Opened opened) {
        try {
            Source place = places.reading(repository);
            opened.places().add(place);
            opened.ahead().add(ReadAhead.of(place, places.cache(place.place())));
        } catch (NotFoundException e) {
            // an image layout that does not exist holds nothing
        }
    }

    PinnedQuestion.Authority authority(TufRepository repository, Opened opened) {
        return new PinnedQuestion.Authority(
                () -> memory(repository, opened),
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
    private RoleDirectory memory(TufRepository repository, Opened opened) {
        Bytes root = file.roots().get(repository.name());
        if (root != null) {
            return memories.open(Digest.of(root).hex(), Rooted.pinned(root, at).orThrow());
        }
        Digest pinned = repository.root().digest().orElseThrow();
        return memories.open(pinned.hex())
                .orElseGet(() -> memories.open(pinned.hex(), offered(repository, pinned, opened)));
    }

    private Rooted offered(TufRepository repository, Digest pinned, Opened opened) {
        return opened.sources().stream()
                .flatMap(trust -> RootOffers.at(trust).stream())
                .flatMap(offers -> offers.withDigest(pinned).stream())
                .filter(pinned::matches)
                .findFirst()
                .map(root -> Rooted.pinned(root, at).orThrow())
                .orElseThrow(() -> new RejectedException(Reason.of(
                                ReasonCode.NO_TRUST_ROOT,
                                "no trust root for " + repository.name() + ": its sources offer no root " + pinned)
                        .hint("keep the root file beside the policy and name it in \"root\": {\"file\": …}")));
    }
}
