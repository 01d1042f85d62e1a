package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.resolve.HeadSource;
import dev.bulla.resolve.RootOffers;
import dev.bulla.resolve.TrustMemory;
import dev.bulla.trust.Pin;
import dev.bulla.trust.PinDirectory;
import dev.bulla.trust.PinTerms;
import dev.bulla.tuf.Rooted;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pins roots and looks after what is remembered of them. */
final class PinnedRoots {
    private final Places places;
    private final PinDirectory pins;
    private final TrustMemory memories;

    PinnedRoots(Places places, Path directory, Optional<Path> state) {
        this.places = places;
        this.pins = new PinDirectory(directory);
        this.memories = new TrustMemory(pins, state);
    }

    /** The pin for an artifact: that of its place, or of the name that the caller gives it. */
    Optional<Pin> covering(Reference asked, Optional<Reference> name) {
        return pins.covering(name.orElse(asked).place());
    }

    TrustMemory memories() {
        return memories;
    }

    /** The root as it was pinned; a place with the names of another is no place to publish in. */
    Optional<Bytes> rootOf(Namespace namespace) {
        return pins.of(namespace).filter(pin -> !pin.relocated()).flatMap(memories::pinned);
    }

    Optional<TrustRepository> repositoryOf(Namespace namespace) {
        return pins.of(namespace).filter(pin -> !pin.relocated()).map(Pin::trustRepository);
    }

    Trust.Pinned add(Trust.Wish wish, Instant at) {
        Namespace namespace = PinDirectory.spelled(wish.namespace());
        Optional<String> sameAs = wish.sameAs().map(text -> PinRules.canonical(namespace, text));
        TrustRepository repository = wish.repository().orElseGet(namespace::trustRepository);
        Rooted root = RootChoice.of(this, wish, sameAs, repository, at);
        String own = sha256(root.root().raw());
        String origin = PinRules.origin(namespace, sameAs, root.root().role());
        String names = sameAs.orElse(namespace instanceof Namespace.InLayout ? origin : namespace.name());
        String identity = joined(root, own, repository, wish.root().isPresent());
        memories.begin(identity, root);
        long version = memories.versionOf(identity);
        Pin pin = new Pin(namespace, identity, version, origin, names, wish.repository(), terms(wish));
        pins.change(existing -> PinRules.with(existing, pin));
        return facts(pin);
    }

    private static PinTerms terms(Trust.Wish wish) {
        TrustDemands demands = wish.demands();
        return new PinTerms(demands.receiptKeys(), demands.maxAge(), demands.witnesses(), demands.witnessThreshold());
    }

    /**
     * The memory that the root belongs to: its own if there is one, one that trusted this root once, or one whose root
     * follows it in the chain that the repository has (tuf.md 9.4); else a new one.
     */
    private String joined(Rooted root, String own, TrustRepository repository, boolean file) {
        if (pins.remembers(own)) {
            return own;
        }
        List<String> trusting = memories.trusting(root);
        if (!trusting.isEmpty() || pins.remembered().isEmpty()) {
            return trusting.isEmpty() ? own : trusting.get(0);
        }
        Optional<String> next = memories.begunAfter(root);
        if (next.isPresent()) {
            return next.get();
        }
        for (Rooted later : later(root, repository, file)) {
            String identity = sha256(later.root().raw());
            if (pins.remembers(identity)) {
                return identity;
            }
        }
        return own;
    }

    private List<Rooted> later(Rooted root, TrustRepository repository, boolean file) {
        try (Source trust = places.reading(repository)) {
            return RootOffers.at(trust).map(offers -> offers.following(root)).orElse(List.of());
        } catch (NotFoundException | UnreachableException e) {
            if (file) {
                return List.of(); // a root from a file can be pinned before its place can be reached
            }
            throw e;
        }
    }

    static String sha256(Bytes root) {
        return HashFunction.SHA256.hash(root).hex();
    }

    PinDirectory pins() {
        return pins;
    }

    /** What {@code repository} offers, while {@code question} asks for it. */
    <T> Optional<T> asking(TrustRepository repository, Function<RootOffers, T> question) {
        try (Source trust = places.reading(repository)) {
            return RootOffers.at(trust).map(question);
        }
    }

    List<Trust.Offered> offered(Namespace namespace, Optional<TrustRepository> repository) {
        TrustRepository asked = repository.orElseGet(PinDirectory.spelled(namespace)::trustRepository);
        return asking(asked, RootOffers::all).orElseThrow(() -> noRepository(asked)).stream()
                .map(offer -> new Trust.Offered(offer.version(), offer.digest()))
                .toList();
    }

    static NotFoundException noRepository(TrustRepository repository) {
        return new NotFoundException(
                "no TUF repository at " + repository,
                "name the root file with --root FILE, or the place with --trust-repo");
    }

    List<Trust.Pinned> list() {
        List<Trust.Pinned> all = new ArrayList<>();
        pins.pins().forEach(pin -> all.add(facts(pin)));
        return all;
    }

    Trust.Pinned show(Namespace namespace) {
        return facts(pinOf(namespace));
    }

    private Pin pinOf(Namespace namespace) {
        return pins.of(namespace)
                .orElseThrow(
                        () -> new NotFoundException(namespace + " is not pinned", "`bulla trust list` shows what is"));
    }

    private Trust.Pinned facts(Pin pin) {
        long sharing = pins.pins().stream()
                .filter(other -> other.root().equals(pin.root()))
                .count();
        return new Trust.Pinned(
                pin.namespace(),
                new Digest(HashFunction.SHA256, pin.root()),
                pin.names(),
                pin.trustRepository(),
                memories.remembered(pin).stream().map(PinnedVerdicts::role).toList(),
                sharing > 1,
                new TrustDemands(
                        pin.terms().receiptKeys(),
                        pin.terms().maxAge(),
                        pin.terms().witnesses(),
                        pin.terms().threshold()));
    }

    Trust.Pinned update(Namespace namespace, Instant at) {
        Pin pin = pinOf(namespace);
        try (Source trust = places.reading(pin.trustRepository())) {
            HeadSource head = HeadSource.at(trust).orElseThrow(() -> noRepository(pin.trustRepository()));
            memories.update(pin, head, at).orThrow();
        }
        return facts(pin);
    }

    void remove(Namespace namespace) {
        Pin pin = pinOf(namespace);
        pins.change(existing ->
                existing.stream().filter(other -> !other.equals(pin)).toList());
    }

    Trust.Pinned reset(Namespace namespace, Bytes file, Instant at) {
        Pin old = pinOf(namespace);
        Rooted root = Rooted.pinned(file, at).orThrow();
        Optional<String> sameAs = old.relocated() ? Optional.of(old.names()) : Optional.empty();
        String origin = PinRules.origin(old.namespace(), sameAs, root.root().role());
        if (!origin.equals(old.origin())) {
            throw new RejectedException(Reason.of(
                    ReasonCode.ORIGIN_MISMATCH, "that root is for " + origin + ", pinned is one for " + old.origin()));
        }
        String identity = sha256(file);
        memories.begin(identity, root);
        Pin renewed = new Pin(
                old.namespace(),
                identity,
                root.root().role().version(),
                origin,
                old.names(),
                old.repository(),
                old.terms());
        pins.change(existing ->
                existing.stream().map(pin -> pin.equals(old) ? renewed : pin).toList());
        return facts(renewed);
    }

    List<Trust.Suggestion> suggest(Reference artifact) {
        try (Source source = places.reading(artifact.place())) {
            return Suggestions.of(source, artifact);
        }
    }
}
