package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.trust.Pin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The roots of trust that this machine has pinned, each for the artifacts of a namespace, and what was last seen of their
 * roles. There is no trust on first use: a root comes from its owner by another way than the registry (trust.md section 1).
 */
public final class Trust {
    private final PinnedRoots pinned;
    private final Optional<PolicyFile> policy;
    private final ProofListener listener;
    private final TrustLock lock;

    /**
     * The pins in a directory.
     *
     * @param directory holds {@code map.json} and the rollback memories; made when something is pinned
     * @param state another directory for the rollback memories, for machines that keep none
     */
    public Trust(Places places, Path directory, Optional<Path> state) {
        this(new PinnedRoots(places, directory, state), Optional.empty(), ProofListener.NONE, TrustLock.none());
    }

    /** The pins and memories in one directory, which the command line calls {@code trust}. */
    public static Trust in(Places places, Path directory) {
        return new Trust(places, directory, Optional.empty());
    }

    private Trust(PinnedRoots pinned, Optional<PolicyFile> policy, ProofListener listener, TrustLock lock) {
        this.pinned = pinned;
        this.policy = policy;
        this.listener = listener;
        this.lock = lock;
    }

    /**
     * Checks what is remembered of the root that is pinned for {@code place}, which will be asked about soon: signatures
     * that verify are not checked again in this process. Nothing is decided by it; what is missing or broken is told when
     * it is needed.
     */
    public void expect(Place place) {
        pinned.pins().covering(place).ifPresent(pinned.memories()::remembered);
    }

    /** The same, and nothing older than what a {@code trust.lock} has seen is trusted. */
    public Trust lockedBy(TrustLock other) {
        return new Trust(pinned, policy, listener, other);
    }

    /**
     * The same memories under a policy, whose rules take the place of the pins (artifact-types/policy.md).
     *
     * @param file the policy file; it and the root files that it names are read now
     * @param at the time of this run
     * @throws RejectedException {@code MALFORMED}, {@code LIMIT_EXCEEDED}, {@code HASH_MISMATCH} when it is not sound
     * @throws NotFoundException when it, or a root file, does not exist
     */
    public Trust under(Path file, Instant at) {
        return new Trust(pinned, Optional.of(PolicyFile.read(file, at)), listener, lock);
    }

    /** The same with somebody who hears of every proof. */
    Trust heardBy(ProofListener other) {
        return new Trust(pinned, policy, other, lock);
    }

    /** Who hears of proofs. */
    ProofListener listener() {
        return listener;
    }

    /**
     * A root to be pinned.
     *
     * @param namespace the place whose artifacts it is to cover
     * @param fingerprint sha256 of the root file, known from its owner
     * @param root the root file itself, from its owner
     * @param sameAs the namespace where the artifacts were signed, if it is another; for an image layout, the repository
     * @param repository the TUF repository, if it is not where it is by default
     * @param demands what is asked and tolerated beside the roles
     */
    public record Wish(
            Namespace namespace,
            Optional<Digest> fingerprint,
            Optional<Bytes> root,
            Optional<String> sameAs,
            Optional<TrustRepository> repository,
            TrustDemands demands) {
        /** Roles must not have expired, and nobody but their keys has to sign. */
        public Wish(
                Namespace namespace,
                Optional<Digest> fingerprint,
                Optional<Bytes> root,
                Optional<String> sameAs,
                Optional<TrustRepository> repository) {
            this(namespace, fingerprint, root, sameAs, repository, TrustDemands.NONE);
        }
    }

    /**
     * A pinned root.
     *
     * @param namespace the place whose artifacts it covers
     * @param root sha256 of the pinned root: the identity of the memory as well
     * @param names what the names of its artifacts begin with where they were signed
     * @param repository the TUF repository
     * @param roles what is remembered of root, timestamp, snapshot and targets
     * @param shared true when another pin has the same memory
     * @param demands what is asked and tolerated beside the roles
     */
    public record Pinned(
            Namespace namespace,
            Digest root,
            String names,
            TrustRepository repository,
            List<Verdict.Role> roles,
            boolean shared,
            TrustDemands demands) {
        /** Copies the list. */
        public Pinned {
            roles = List.copyOf(roles);
        }

        /** True when artifacts of the namespace were signed as those of another place. */
        public boolean relocated() {
            return !names.equals(namespace.name());
        }

        /** The trusted root as it is now, which may have followed the pinned one. */
        public Verdict.Role trustedRoot() {
            return roles.get(0);
        }
    }

    /** A root that a registry offers; it is not trusted for that. */
    public record Offered(long version, Digest fingerprint) {}

    /**
     * What an attachment suggests; nothing of it is verified.
     *
     * @param namespace the place
     * @param sameAs the origin that the attachment names
     */
    public record Suggestion(Namespace namespace, String sameAs) {}

    /**
     * Pins a root.
     *
     * @param at the time of this run
     * @throws RejectedException {@code NO_TRUST_ROOT} without fingerprint, file or a pin of the origin; {@code
     *     HASH_MISMATCH} when no root with the fingerprint is there; {@code ORIGIN_MISMATCH} when the root is for another
     *     namespace
     * @throws ConflictException when the namespace has another root already, or another place of the registry has the same
     *     names
     */
    public Pinned add(Wish wish, Instant at) {
        return pinned.add(wish, at);
    }

    /**
     * The roots that the TUF repository of a namespace offers, newest last.
     *
     * @throws NotFoundException when there is no such repository
     */
    public List<Offered> offered(Namespace namespace, Optional<TrustRepository> repository) {
        return pinned.offered(namespace, repository);
    }

    /** All pins, by namespace. */
    public List<Pinned> list() {
        return pinned.list();
    }

    /**
     * One pin.
     *
     * @throws NotFoundException when the namespace is not pinned
     */
    public Pinned show(Namespace namespace) {
        return pinned.show(namespace);
    }

    /**
     * Updates what is remembered of a namespace's roles.
     *
     * @throws NotFoundException when the namespace is not pinned, or has no TUF repository
     * @throws RejectedException when the roles do not verify; what verified until then stays remembered
     */
    public Pinned update(Namespace namespace, Instant at) {
        return pinned.update(namespace, at);
    }

    /**
     * Forgets a pin; the rollback memory stays.
     *
     * @throws NotFoundException when the namespace is not pinned
     */
    public void remove(Namespace namespace) {
        pinned.remove(namespace);
    }

    /**
     * Puts another root in the place of the pinned one, with a memory of its own: after its keys were lost or stolen. The
     * new root comes from its owner; nothing ties it to the old one.
     *
     * @throws NotFoundException when the namespace is not pinned
     */
    public Pinned reset(Namespace namespace, Bytes root, Instant at) {
        return pinned.reset(namespace, root, at);
    }

    /**
     * What the attachments of an artifact suggest about the place where it was signed: for people to judge.
     *
     * @throws NotFoundException when there is no such artifact
     */
    public List<Suggestion> suggest(Reference artifact) {
        return pinned.suggest(artifact);
    }

    Optional<PolicyFile> policy() {
        return policy;
    }

    /** True when a pin covers the artifact; a policy speaks about every name. */
    public boolean covers(Reference artifact) {
        return covers(artifact, Optional.empty());
    }

    /** As {@link #covers(Reference)} for an artifact that was signed under the name {@code as}. */
    public boolean covers(Reference artifact, Optional<String> as) {
        return policy.isPresent()
                || pinned.covering(artifact, as.map(Reference::parse)).isPresent();
    }

    /**
     * The pin that covers an artifact.
     *
     * @param as the name under which it was signed, if the caller says so
     */
    public Optional<Pinned> covering(Reference artifact, Optional<String> as) {
        return pinned.covering(artifact, as.map(Reference::parse)).map(pin -> pinned.show(pin.namespace()));
    }

    /** The pinned root of exactly this namespace, for whoever publishes in it. */
    Optional<Bytes> rootOf(Namespace namespace) {
        return pinned.rootOf(namespace);
    }

    /** Where the pin of exactly this namespace says that its TUF repository is. */
    Optional<TrustRepository> repositoryOf(Namespace namespace) {
        return pinned.repositoryOf(namespace);
    }

    /** The narrowest pinned namespace around an artifact, unless it is a copy of another place. */
    Optional<Namespace> namespaceAround(Reference artifact) {
        return pinned.covering(artifact, Optional.empty())
                .filter(pin -> !pin.relocated())
                .map(Pin::namespace);
    }

    /** What is known of roles from elsewhere, and raised by what is trusted. */
    TrustLock lock() {
        return lock;
    }

    /** What verifiers ask. */
    PinnedRoots roots() {
        return pinned;
    }
}
