package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.publish.WritePace;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.registry.Pacing;
import dev.bulla.resolve.HeadSource;
import dev.bulla.trust.Pin;
import dev.bulla.trust.PinDirectory;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A namespace that a call changes or lists: opened, and verified from the root that the caller trusts. */
final class RoleWork implements AutoCloseable {
    private final Invocation call;
    private final String written;
    private final Namespace namespace;
    private final Optional<Pin> pin;
    private final Store store;

    /** Opens the namespace that the call names first. */
    RoleWork(Invocation call) {
        this(call, 0);
    }

    /** Opens the namespace that this argument names. */
    RoleWork(Invocation call, int argument) {
        this(call, call.argument(argument), Pinning.namespace(call, call.argument(argument)));
    }

    /** Opens a namespace; {@code written} is what the user would write for it. */
    RoleWork(Invocation call, String written, Namespace namespace) {
        this.call = call;
        this.written = written;
        this.namespace = namespace;
        this.pin = pins().of(namespace);
        TrustRepository repository = pin.map(Pin::trustRepository).orElseGet(namespace::trustRepository);
        this.store = Reach.places(call).writing(repository);
    }

    /** The namespace as the user wrote it, for lines that can be typed again. */
    String written() {
        return written;
    }

    /** The namespace's name. */
    String name() {
        return namespace.name();
    }

    Store store() {
        return store;
    }

    /** The head, if there is one. */
    Optional<HeadSource> head() {
        return HeadSource.at(store);
    }

    /** What is published, verified from the trusted root. */
    Standing standing() {
        return repository(trustedRoot()).standing().orElseThrow(this::noHead);
    }

    private NotFoundException noHead() {
        return new NotFoundException(
                "there is no TUF repository of " + written() + " (no head at " + store.place() + ")",
                "`bulla init " + written() + "` makes one");
    }

    /** The repository as seen by who trusts {@code root}. */
    NamespaceRepository repository(Bytes root) {
        return new NamespaceRepository(store, root, pace());
    }

    /** How its head is written. */
    WritePace pace() {
        return WritePace.of(store.place(), Pacing.real());
    }

    private PinDirectory pins() {
        return new PinDirectory(call.directories().trust());
    }

    /**
     * The root that this machine trusts for the namespace: the pinned one as it was last followed, or the one that {@code
     * --root} names.
     *
     * @throws RejectedException {@code NO_TRUST_ROOT} when there is none: a publisher does not trust on first use either
     */
    Bytes trustedRoot() {
        HeadSource head = head().orElseThrow(this::noHead);
        Optional<Bytes> given = call.option("--root").map(digest -> offered(head, digest));
        return given.or(this::pinnedRoot)
                .orElseThrow(() ->
                        new RejectedException(Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + written())
                                .hint("pin it: bulla trust add " + written() + " --root sha256:FINGERPRINT")
                                .hint("or give --root sha256:FINGERPRINT for this call")));
    }

    private Optional<Bytes> pinnedRoot() {
        if (pin.isEmpty()) {
            return Optional.empty();
        }
        try (RoleDirectory memory = pins().memory(pin.get().root())) {
            return memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES);
        }
    }

    /** The root with this digest among those of the head, newest first. */
    private Bytes offered(HeadSource head, String digest) {
        for (long version = head.files().newestRoot().orElse(0); version > 0; version--) {
            Optional<Bytes> root = head.root(version, TufLimits.ROOT_BYTES);
            if (root.isPresent() && Digest.of(root.get()).toString().equals(digest)) {
                return root.get();
            }
        }
        throw new RejectedException(
                Reason.of(ReasonCode.HASH_MISMATCH, "no root of " + written() + " is the one with " + digest)
                        .with("seen", digest));
    }

    /** Pins the root that was just founded with: whoever publishes has looked at it and goes on from there. */
    void pin(Bytes root) {
        Trust trust = Pinning.trust(call, Reach.places(call));
        trust.add(
                new Trust.Wish(
                        namespace, Optional.of(Digest.of(root)), Optional.of(root), Optional.empty(), Optional.empty()),
                call.now());
    }

    /** Drafts of changes; {@code --expires} says how long the roles live that they sign. */
    RoleDrafting drafting(Standing standing, RoleName... roles) {
        return new RoleDrafting(standing, store, lives(roles), call.now());
    }

    /** How long roles live: as before unless {@code --expires} says otherwise for {@code roles}. */
    RoleLives lives(RoleName... roles) {
        Map<RoleName, Duration> lives = new HashMap<>();
        call.duration("--expires").ifPresent(life -> {
            for (RoleName role : roles) {
                lives.put(role, life);
            }
        });
        return new RoleLives(lives);
    }

    /** The namespace by the name that its timestamp has, which a relocated copy keeps. */
    String origin(Standing standing) {
        Optional<Json> origin = standing.timestamp().role().unrecognized().get(OnlineRoles.ORIGIN);
        return origin.isPresent() && origin.get() instanceof Json.Text text ? text.value() : namespace.name();
    }

    @Override
    public void close() {
        store.close();
    }
}
