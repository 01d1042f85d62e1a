package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.ForkCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The publishing side of namespaces: their TUF repositories are founded, artifacts signed into their roles, and kept fresh.
 * Whatever is built upon is verified from a root that is known already, and what is written is first read as a consumer
 * would; other writers at the same time lose nothing (trust.md section 11).
 */
public final class Namespaces {
    private final Places places;
    private final Trust trust;
    private final Path journal;

    /**
     * Namespaces at {@code places}.
     *
     * @param trust the roots that this machine has pinned
     * @param journal where is noted what was signed here and not yet seen published; made when needed
     */
    public Namespaces(Places places, Trust trust, Path journal) {
        this.places = places;
        this.trust = trust;
        this.journal = journal;
    }

    /**
     * A namespace, where its roles are kept, and by which root they are judged.
     *
     * @param namespace the namespace
     * @param repository its TUF repository, if it is not where it is by default
     * @param fingerprint sha256 of a root that is trusted instead of the pinned one
     * @param root the file of such a root
     */
    public record At(
            Namespace namespace,
            Optional<TrustRepository> repository,
            Optional<Digest> fingerprint,
            Optional<Bytes> root) {
        /** Judged by the pinned root, at its place by default. */
        public static At of(Namespace namespace) {
            return new At(namespace, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Where the roles are. */
        public TrustRepository trustRepository() {
            return repository.orElseGet(namespace::trustRepository);
        }
    }

    /**
     * The state of a role.
     *
     * @param role its name
     * @param version its version
     * @param expires when it expires
     * @param due from when on it is to be signed again
     */
    public record RoleState(String role, long version, Instant expires, Instant due) {}

    /**
     * A founded namespace.
     *
     * @param root sha256 of its first root: what consumers pin
     * @param origin its name in the roles
     * @param repository where its roles are
     * @param roles the roles, root first
     */
    public record Founded(Digest root, String origin, TrustRepository repository, List<RoleState> roles) {
        /** Copies the list. */
        public Founded {
            roles = List.copyOf(roles);
        }
    }

    /**
     * Founds a namespace: the first version of its roles, signed, published and pinned on this machine.
     *
     * @param signers the secret keys at hand
     * @param show hears what will be signed, a line each, before a key is used; it may throw to stop
     * @throws ConflictException when there is a head already; nothing is overwritten
     * @throws KeyException when fewer keys are at hand than have to sign; {@link #stage} lets others sign elsewhere
     * @throws UsageException when an offline key would be in daily use, or the profile lacks a key
     */
    public Founded found(
            At at, NamespacePlan plan, List<? extends Signer> signers, Instant now, Consumer<List<String>> show) {
        return new NamespaceFounding(places, at, plan, now).found(trust, signers, show);
    }

    /**
     * The first version of root, targets and what targets delegates to as one staged file, signed by the keys at hand;
     * others sign it on their machines, and whoever has the online key publishes it. Nothing is connected to.
     *
     * @return the staged file
     */
    public Bytes stage(
            At at, NamespacePlan plan, List<? extends Signer> signers, Instant now, Consumer<List<String>> show) {
        return new NamespaceFounding(places, at, plan, now).stage(signers, show);
    }

    /**
     * How a refresh is done.
     *
     * @param lives how long roles live, by role name; others as long again as before
     * @param retention which versions stay signed; none means all
     * @param prune whether older generations of the head are deleted: all but the last five and those of the last day
     * @param write false to compute everything and write nothing
     */
    public record Refreshing(Map<String, Duration> lives, List<RetentionRule> retention, boolean prune, boolean write) {
        /** Copies the collections. */
        public Refreshing {
            lives = Map.copyOf(lives);
            retention = List.copyOf(retention);
        }
    }

    /**
     * What a refresh came to.
     *
     * @param changes what was accepted or signed again, a line each; empty when nothing was due
     * @param notes what should be known: files that were refused, keys that are missing, roles without a file
     * @param roles the roles as they stand, root first
     * @param pruned generations that were deleted
     */
    public record Refreshed(List<String> changes, List<String> notes, List<RoleState> roles, int pruned) {
        /** Copies the lists. */
        public Refreshed {
            changes = List.copyOf(changes);
            notes = List.copyOf(notes);
            roles = List.copyOf(roles);
        }
    }

    /**
     * Keeps a namespace fresh: accepts what was handed over, retires what retention retires, signs what is due. Stateless;
     * two at the same time are safe.
     *
     * @throws RejectedException {@code NO_TRUST_ROOT} without a root, or why what is published does not verify
     * @throws KeyException when the online keys are not at hand
     * @throws ConflictException when others write faster
     */
    public Refreshed refresh(At at, Refreshing how, List<? extends Signer> signers, Instant now) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new NamespaceRefreshing(open, journal, how, signers, now).run();
        }
    }

    /**
     * What a witness signed, or what was done with it.
     *
     * @param timestamp version of the timestamp
     * @param sha256 of its canonical signed bytes, lower-case hex
     * @param cosignature the signature entry; empty when it was handed in
     * @param changed whether something was signed or published
     */
    public record Witnessed(long timestamp, String sha256, Bytes cosignature, boolean changed) {}

    /**
     * Signs the timestamp that stands as a witness, who has seen no other of its version and none that is newer.
     *
     * @param state what the witness has signed before; it is written down before the signature is made
     * @param show hears what will be signed
     * @throws RejectedException {@code ROLLBACK}, {@code FAST_FORWARD}, {@code FORKED_METADATA}, {@code INCOMPLETE}, or why
     *     what is published does not verify
     */
    public Witnessed witness(At at, Signer signer, Path state, Instant now, Consumer<String> show) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new NamespaceWitness(open, now).witness(signer, state, show);
        }
    }

    /** Puts cosignatures of these witnesses beside the timestamp's own signatures; one that does not verify is refused. */
    public Witnessed cosign(At at, List<Bytes> cosignatures, List<PublicKey> witnesses, Instant now) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new NamespaceWitness(open, now).cosign(cosignatures, witnesses);
        }
    }

    /**
     * The roles of a namespace as they stand; nothing is written.
     *
     * @throws RejectedException as {@link #refresh}
     */
    public List<RoleState> roles(At at) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return RoleStates.of(open.standing());
        }
    }

    /** What points at two successors of one state, a line each; nothing is repaired (trust.md section 11.4). */
    public List<String> forks(At at) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new ForkCheck(open.store()).of(open.standing());
        }
    }

    /**
     * What is about to be signed.
     *
     * @param artifact what, by digest
     * @param target its name in the roles
     * @param what the artifact in words
     * @param role the role that will list it
     * @param from version of the role now, 0 for none
     * @param to version of the role afterwards
     */
    public record Intent(Reference artifact, String target, String what, String role, long from, long to) {}

    /**
     * Artifacts that were signed into a namespace.
     *
     * @param intents what was signed
     * @param published the roles as they stand; empty when the online key is somewhere else and a refresh publishes
     * @param attachments what was attached to the artifacts, signatures and capsules
     * @param notes what should be known, a line each
     */
    public record Released(
            List<Intent> intents, List<RoleState> published, List<Digest> attachments, List<String> notes) {
        /** Copies the lists. */
        public Released {
            intents = List.copyOf(intents);
            published = List.copyOf(published);
            attachments = List.copyOf(attachments);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Artifacts to be signed into a namespace.
     *
     * @param artifacts by tag; each tag is resolved once and must not move meanwhile
     * @param signers the keys that sign them
     * @param online further keys, for snapshot and timestamp alone
     * @param lives how long roles live, by role name; others as long again as before
     * @param patience how long to wait until a refresh has published what was handed over; zero for not at all
     */
    public record Release(
            List<Reference> artifacts,
            List<Signer> signers,
            List<Signer> online,
            Map<String, Duration> lives,
            Duration patience) {
        /** Copies the collections. */
        public Release {
            artifacts = List.copyOf(artifacts);
            signers = List.copyOf(signers);
            online = List.copyOf(online);
            lives = Map.copyOf(lives);
        }
    }

    /** True when the namespace has a TUF repository or a pinned root that promises one; a denial is a failure. */
    public boolean exists(At at) {
        return OpenNamespace.exists(places, trust, at);
    }

    /** The namespace that an artifact belongs to: the narrowest pinned one around it, else that of its repository. */
    public At around(Reference artifact) {
        return trust.namespaceAround(artifact).map(At::of).orElseGet(() -> At.of(Namespace.of(artifact.place())));
    }

    /**
     * Signs artifacts: a detached signature each, and an entry in the role that the keys sign.
     *
     * @param show hears what will be signed before a key is used; it may throw to stop
     * @throws KeyException when no key signs a role that is trusted for one of the names
     * @throws ConflictException when a tag moved, or others published other content under a name
     */
    public Released release(At at, Release release, Instant now, Consumer<List<Intent>> show) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new NamespaceRelease(places, open, journal, release, now).run(show);
        }
    }

    /** As {@link #release}, nothing is signed and nothing written. */
    public List<Intent> plan(At at, Release release, Instant now) {
        try (OpenNamespace open = OpenNamespace.of(places, trust, at)) {
            return new NamespaceRelease(places, open, journal, release, now).plan();
        }
    }
}
