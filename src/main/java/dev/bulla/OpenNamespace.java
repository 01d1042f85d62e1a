package dev.bulla;

import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.publish.WritePace;
import dev.bulla.registry.Pacing;
import dev.bulla.resolve.HeadSource;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A namespace that exists, open for its publishers: what stands in it is verified from a root that is known already. */
final class OpenNamespace implements AutoCloseable {
    private final Namespaces.At at;
    private final Store store;
    private final Bytes root;
    private final NamespaceRepository repository;

    private OpenNamespace(Namespaces.At at, Store store, Bytes root) {
        this.at = at;
        this.store = store;
        this.root = root;
        this.repository = new NamespaceRepository(store, root, pace(store.place()));
    }

    static OpenNamespace of(Places places, Trust trust, Namespaces.At at) {
        TrustRepository repository =
                at.repository().or(() -> trust.repositoryOf(at.namespace())).orElseGet(at::trustRepository);
        Store store = places.writing(repository);
        boolean opened = false;
        try {
            OpenNamespace open = new OpenNamespace(at, store, root(store, trust, at));
            opened = true;
            return open;
        } finally {
            if (!opened) {
                store.close();
            }
        }
    }

    /** A pinned namespace exists even where its head is hidden: then it is an error, and not a namespace without roles. */
    static boolean exists(Places places, Trust trust, Namespaces.At at) {
        if (trust.rootOf(at.namespace()).isPresent()
                || at.root().isPresent()
                || at.fingerprint().isPresent()) {
            return true;
        }
        try (Store store = places.writing(at.trustRepository())) {
            return store.manifest(RoleTags.HEAD).isPresent();
        } catch (DeniedException e) {
            // a namespace with roles that cannot be seen would get signatures that its consumers do not look at
            throw new DeniedException(
                    "whether " + at.namespace() + " has roles cannot be seen: " + e.getMessage(),
                    e,
                    "log in with an account that may read " + at.trustRepository()
                            + "; some registries deny what does not exist, others what is hidden");
        }
    }

    private static Bytes root(Store store, Trust trust, Namespaces.At at) {
        if (at.root().isPresent()) {
            return at.root().get();
        }
        if (at.fingerprint().isPresent()) {
            return offered(store, at, at.fingerprint().get());
        }
        return trust.rootOf(at.namespace()).orElseThrow(() -> unknown(store, at));
    }

    /** The root with this fingerprint among those that the head lists. */
    private static Bytes offered(Store store, Namespaces.At at, Digest fingerprint) {
        HeadSource head = HeadSource.at(store).orElseThrow(() -> none(at));
        OptionalLong newest = head.files().newestRoot();
        for (long version = newest.orElse(0); version > 0; version--) {
            Optional<Bytes> root = head.root(version, TufLimits.ROOT_BYTES);
            if (root.filter(fingerprint::matches).isPresent()) {
                return root.get();
            }
        }
        throw new RejectedException(
                ReasonCode.HASH_MISMATCH, "no root of " + at.namespace() + " has the fingerprint " + fingerprint);
    }

    private static NotFoundException none(Namespaces.At at) {
        return new NotFoundException(
                "there is no TUF repository of " + at.namespace() + " at " + at.trustRepository(),
                "`bulla init " + at.namespace() + "` makes one");
    }

    private static RejectedException unknown(Store store, Namespaces.At at) {
        Optional<Manifest> head = store.manifest(RoleTags.HEAD);
        if (head.isEmpty()) {
            throw none(at);
        }
        Reason reason = Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + at.namespace())
                .hint("a publisher builds upon what is there, so it has to know the root as well");
        return new RejectedException(RoleFiles.read(head.get())
                .orThrow()
                .root(1)
                .map(first -> reason.hint("compare root v1 " + first.digest()
                        + " with what its owners say, then give --root or use" + " `bulla trust add`"))
                .orElse(reason));
    }

    Namespaces.At at() {
        return at;
    }

    Store store() {
        return store;
    }

    Bytes root() {
        return root;
    }

    NamespaceRepository repository() {
        return repository;
    }

    /** How writers of heads wait at a place. */
    static WritePace pace(Place place) {
        return WritePace.of(place, Pacing.real());
    }

    Standing standing() {
        return repository().standing().orElseThrow(() -> none(at));
    }

    /** The namespace by the name that its timestamp has, which a relocated copy keeps. */
    static String origin(Namespaces.At at, Standing standing) {
        return standing.timestamp()
                                .role()
                                .unrecognized()
                                .get(OnlineRoles.ORIGIN)
                                .orElse(new Json.Null())
                        instanceof Json.Text text
                ? text.value()
                : at.namespace().name();
    }

    static RoleLives lives(Map<String, Duration> given) {
        return new RoleLives(byRole(given));
    }

    static Map<RoleName, Duration> byRole(Map<String, Duration> given) {
        Map<RoleName, Duration> lives = new HashMap<>();
        given.forEach((role, life) -> lives.put(new RoleName(role), life));
        return lives;
    }

    @Override
    public void close() {
        store.close();
    }
}
