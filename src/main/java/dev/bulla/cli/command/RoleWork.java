package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
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
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A namespace that a call changes or lists: opened, and verified from the root that the caller trusts. */
final class RoleWork implements AutoCloseable {
    private final Invocation call;
    private final Namespace namespace;
    private final Store store;

    /** Opens the namespace that the call names first. */
    RoleWork(Invocation call) {
        this.call = call;
        this.namespace = TrustPlaces.namespace(call, call.argument(0));
        this.store = Reach.places(call).writing(namespace.trustRepository());
    }

    /** The namespace as the user wrote it, for lines that can be typed again. */
    String written() {
        return call.argument(0);
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
                "there is no TUF repository of " + written() + " (no head at " + namespace.trustRepository() + ")",
                "`bulla init " + written() + "` makes one");
    }

    /** The repository as seen by who trusts {@code root}. */
    NamespaceRepository repository(Bytes root) {
        return new NamespaceRepository(store, root, pace());
    }

    private WritePace pace() {
        return store.place() instanceof Place.LayoutPlace
                ? WritePace.ofLayouts(Pacing.real())
                : WritePace.ofRegistries(Pacing.real());
    }

    /**
     * The root that this machine trusts for the namespace.
     *
     * @throws RejectedException {@code NO_TRUST_ROOT} when there is none: a publisher does not trust on first use either
     */
    Bytes trustedRoot() {
        HeadSource head = head().orElseThrow(this::noHead);
        Bytes first = head.root(1, TufLimits.ROOT_BYTES)
                .orElseThrow(() -> new NotFoundException("the head of " + written() + " lists no first root"));
        Optional<String> wanted = call.option("--root");
        Digest digest = Digest.of(first);
        if (wanted.isEmpty() || !wanted.get().equals(digest.toString())) {
            throw new RejectedException(Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + written())
                    .with("offered", digest.toString())
                    .hint("what is there begins with root " + digest + "; compare it with what its owners say")
                    .hint("then give --root " + digest));
        }
        return first;
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
