package dev.bulla.publish.tree;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.Enclosed;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.ConsumerCheck;
import dev.bulla.publish.Generation;
import dev.bulla.publish.HeadChange;
import dev.bulla.publish.RoleSet;
import dev.bulla.publish.Standing;
import dev.bulla.resolve.WholeRepository;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a verified repository into a namespace as it is: its files become the head, byte for byte. Upon a head that is
 * there already it is an update, and no consumer of that one may see anything go back.
 */
public final class TreeImport implements HeadChange {
    private final Store store;
    private final WholeRepository repository;
    private final String origin;
    private final Instant at;

    /**
     * The change.
     *
     * @param store the TUF repository
     * @param repository what is brought in
     * @param origin the namespace's name, a hint
     * @param at the time by which expiry is judged
     */
    public TreeImport(Store store, WholeRepository repository, String origin, Instant at) {
        this.store = store;
        this.repository = repository;
        this.origin = origin;
        this.at = at;
    }

    @Override
    public Optional<Generation> upon(Optional<Manifest> head) {
        ArtifactBuilder made = made(head);
        if (head.filter(manifest -> made.makes(manifest.digest())).isPresent()) {
            return Optional.empty();
        }
        Optional<Standing> standing = head.map(this::standing);
        RoleSet files = RoleSet.empty();
        for (RoleLayer layer : layers()) {
            files = files.with(layer.role(), layer.version(), layer.content().orElseThrow());
        }
        standing.ifPresent(this::demandNotOlder);
        ConsumerCheck.of(files, store, standing, first().raw(), at);
        long number = repository.roles().timestamp().role().version();
        return Optional.of(new Generation(number, made, beside()));
    }

    /** What the head before encloses is still there. */
    private ArtifactBuilder made(Optional<Manifest> head) {
        return head.map(Enclosed::of).orElse(Enclosed.NONE).in(HeadManifest.builder(origin, layers()));
    }

    /** What is there, verified from the root that both must have in common. */
    private Standing standing(Manifest head) {
        try {
            return Standing.of(RoleSet.of(RoleFiles.read(head).orThrow()), store, first().raw());
        } catch (RejectedException e) {
            throw new ConflictException(
                    "there is another repository at " + store.place() + " already: " + e.getMessage(),
                    e,
                    "nothing was overwritten; import into a namespace of its own");
        }
    }

    private Signed<? extends Role> first() {
        return repository.roots().get(0);
    }

    /** A consumer discards an equal timestamp and refuses a lower one (TUF 5.4.3.1): neither is an update. */
    private void demandNotOlder(Standing standing) {
        long seen = standing.timestamp().role().version();
        long offered = repository.roles().timestamp().role().version();
        if (offered <= seen) {
            throw new ConflictException(
                    store.place() + " has timestamp v" + seen + " already, the directory has v" + offered,
                    "nothing was overwritten");
        }
    }

    private List<RoleLayer> layers() {
        List<RoleLayer> layers = new ArrayList<>();
        repository.roots().forEach(file -> layers.add(RoleLayer.of(RoleName.ROOT, file)));
        layers.add(RoleLayer.of(RoleName.TIMESTAMP, repository.roles().timestamp()));
        layers.add(RoleLayer.of(RoleName.SNAPSHOT, repository.roles().snapshot()));
        repository.targets().forEach((role, file) -> layers.add(RoleLayer.of(role, file)));
        return layers;
    }

    /** Every root under its tag, for clients that probe for the next one. */
    private Map<Tag, ArtifactBuilder> beside() {
        Map<Tag, ArtifactBuilder> beside = new LinkedHashMap<>();
        repository
                .roots()
                .forEach(file -> beside.put(
                        RoleTags.root(file.role().version()), HeadManifest.single(RoleLayer.of(RoleName.ROOT, file))));
        return beside;
    }

    @Override
    public boolean isIn(Manifest head) {
        return made(Optional.of(head)).makes(head.digest());
    }

    /** Another writer's half-written state is left to those who know what it was to be. */
    @Override
    public boolean follows(Manifest claim, Manifest head) {
        return false;
    }
}
