package dev.bulla.publish;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.TrustedRoles;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.SigningProgress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How whoever has no online key hands a role file to those who have: under the role's own tag, {@code root-<n>} for a root,
 * where a refresh looks for it (oci-graph section 3.4). Nothing of it reaches a consumer before that.
 */
public final class Handover {
    private final Store store;
    private final Map<Tag, Optional<Digest>> looked = new LinkedHashMap<>();
    private Optional<Digest> lastState = Optional.empty();
    private Map<RoleName, RoleFile> lastAccepted = Map.of();

    /** In the TUF repository {@code store}. */
    public Handover(Store store) {
        this.store = store;
    }

    /**
     * Hands files over.
     *
     * @throws ConflictException when another file of the same or a later version lies there; it is not overwritten
     * @throws KeyException when hash bins are among them: nobody looks for those under hundreds of tags, so they are
     *     published by whoever holds the online key
     */
    public void offer(Map<RoleName, RoleFile> files) {
        files.forEach((role, file) -> {
            if (!role.equals(RoleName.ROOT)) {
                Delegations below =
                        file.read(RoleFormat.TARGETS).orThrow().role().delegations();
                files.keySet().stream()
                        .filter(other -> below instanceof Delegations.Succinct succinct
                                && succinct.bins().names(other))
                        .findFirst()
                        .ifPresent(Handover::refuseBin);
            }
        });
        files.forEach((role, file) -> {
            Tag tag = tag(role, file.version());
            readable(tag, role).ifPresent(there -> demandOlder(role, there, file));
            ArtifactBuilder builder = HeadManifest.single(RoleLayer.of(role, file.version(), file.bytes()));
            store.tag(new AttachmentWriter(store).push(builder), tag);
        });
    }

    /**
     * As {@link #offer(Map)}.
     *
     * @param standing what is published
     * @throws KeyException also when a bin of what is published is among them
     */
    public void offer(Map<RoleName, RoleFile> files, Standing standing) {
        files.keySet().stream().filter(standing::isBin).findFirst().ifPresent(Handover::refuseBin);
        offer(files);
    }

    private static void refuseBin(RoleName role) {
        throw new KeyException(
                role + " is a hash bin, and bins cannot be handed over to a refresh",
                "give the online key as well (--key), or let its holder sign");
    }

    private static Tag tag(RoleName role, long version) {
        return role.equals(RoleName.ROOT) ? RoleTags.root(version) : RoleTags.role(role);
    }

    /** What lies under a role's tag; a file that is none can be replaced. */
    private Optional<RoleFile> readable(Tag tag, RoleName role) {
        try {
            return lying(tag, role);
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private static void demandOlder(RoleName role, RoleFile there, RoleFile file) {
        boolean same = there.signedSha256().equals(file.signedSha256());
        if (!same && there.version() >= file.version()) {
            throw new ConflictException(
                    role + " v" + there.version() + " was handed over already, yours is v" + file.version(),
                    "nothing was overwritten; wait for the refresh that publishes it, then make the change again");
        }
    }

    /**
     * What was handed over and has to be published.
     *
     * @param accepted files that verify with the keys of their delegator and are newer than what is published
     * @param refused what lies there and is not accepted, a line each
     */
    public record Offered(Map<RoleName, RoleFile> accepted, List<String> refused) {
        /** Copies the list. */
        public Offered {
            refused = List.copyOf(refused);
        }
    }

    /** Looks for what was handed over, the next root first, then targets, then delegated roles. */
    public Offered offered(Standing standing, Instant now) {
        return new Look(standing, now).run();
    }

    /**
     * The files that {@link #offered} accepts, for whoever looks at one state more than once: those of the first look,
     * unless a tag that matters has moved since. It matters when it is of a role that is to be changed, or when anything was
     * waiting at all; what comes to wait elsewhere meanwhile is for the next refresh.
     *
     * @param changing the roles that are to be changed, as far as that is known
     */
    Map<RoleName, RoleFile> waiting(Standing standing, Instant now, Set<RoleName> changing) {
        Digest state = Digest.of(standing.timestamp().raw());
        Set<Tag> matter = new HashSet<>(looked.keySet());
        if (lastAccepted.isEmpty()) {
            matter.retainAll(changing.stream().map(RoleTags::role).toList());
        }
        boolean same = lastState.equals(Optional.of(state))
                && matter.stream().allMatch(tag -> store.look(tag).digest().equals(looked.get(tag)));
        if (!same) {
            looked.clear();
            lastAccepted = offered(standing, now).accepted();
            lastState = Optional.of(state);
        }
        return lastAccepted;
    }

    private Optional<RoleFile> lying(Tag tag, RoleName role) {
        Optional<Manifest> manifest = store.manifest(tag);
        looked.put(tag, manifest.map(Manifest::digest));
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        RoleFiles files = RoleFiles.read(manifest.get()).orThrow();
        Descriptor blob = files.named(role)
                .map(name -> files.files().get(name))
                .orElseThrow(() -> new NotFoundException("tag " + tag + " holds no file of " + role));
        Bytes content = store.blobBytes(blob, TufLimits.LISTED_BYTES);
        return Optional.of(RoleFile.of(content).orThrow());
    }

    private final class Look {
        private final Standing standing;
        private final Instant now;
        private final Map<RoleName, RoleFile> accepted = new LinkedHashMap<>();
        private final List<String> refused = new ArrayList<>();

        Look(Standing standing, Instant now) {
            this.standing = standing;
            this.now = now;
        }

        Offered run() {
            Root root = newestRoot();
            RoleKeys keys = root.keysOf(RoleName.TARGETS);
            Optional<Signed<Targets>> newer = look(DelegatedRole.start(RoleName.TARGETS, keys));
            delegated(newer.orElse(standing.targets()).role().delegations());
            return new Offered(accepted, refused);
        }

        private Root newestRoot() {
            Signed<Root> current = standing.root();
            long next = current.role().version() + 1;
            try {
                Optional<RoleFile> file = lying(RoleTags.root(next), RoleName.ROOT);
                if (file.isPresent()) {
                    Signed<Root> root = TrustedRoles.pinned(current.raw(), now)
                            .then(trusted -> trusted.next(file.get().bytes()))
                            .orThrow()
                            .root();
                    accepted.put(RoleName.ROOT, file.get());
                    return root.role();
                }
            } catch (RejectedException | NotFoundException e) {
                refuse(RoleName.ROOT, e);
            }
            return current.role();
        }

        private void delegated(Delegations top) {
            Set<RoleName> seen = new HashSet<>();
            Deque<Delegations> open = new ArrayDeque<>();
            open.add(top);
            while (!open.isEmpty() && seen.size() < Standing.MAX_ROLES) {
                for (DelegatedRole edge : open.remove().listed()) {
                    if (seen.add(edge.name())) {
                        look(edge)
                                .or(() -> published(edge))
                                .ifPresent(file -> open.add(file.role().delegations()));
                    }
                }
            }
        }

        private Optional<Signed<Targets>> published(DelegatedRole edge) {
            return standing.role(edge)
                    .flatMap(step -> step instanceof Step.Done<Signed<Targets>> done
                            ? Optional.of(done.value())
                            : Optional.empty());
        }

        /** True when the tag names the manifest of the published file, which is known without transferring it. */
        private boolean nothingNew(DelegatedRole edge) {
            Tag tag = RoleTags.role(edge.name());
            Optional<ArtifactBuilder> ours =
                    published(edge).map(file -> HeadManifest.single(RoleLayer.of(edge.name(), file)));
            Optional<Digest> there =
                    ours.isEmpty() ? Optional.empty() : store.look(tag).digest();
            looked.put(tag, there);
            return there.isPresent()
                    && ours.filter(made -> made.makes(there.get())).isPresent();
        }

        /** The file under the tag of a role, if it is newer than what is published and its delegator vouches for it. */
        private Optional<Signed<Targets>> look(DelegatedRole edge) {
            RoleName role = edge.name();
            try {
                if (nothingNew(edge)) {
                    return Optional.empty();
                }
                Optional<RoleFile> file = lying(RoleTags.role(role), role);
                long published = standing.snapshot()
                        .role()
                        .of(role)
                        .map(info -> info.version())
                        .orElse(0L);
                if (file.isEmpty() || file.get().version() <= published) {
                    return Optional.empty();
                }
                SigningProgress.of(file.get(), role, edge.keys(), "its delegator")
                        .then(SigningProgress::demandComplete)
                        .orThrow();
                Signed<Targets> read = file.get().read(RoleFormat.TARGETS).orThrow();
                if (!read.role().expires().isAfter(now)) {
                    refused.add(role + " v" + read.role().version() + " expired before it was published");
                    return Optional.empty();
                }
                if (!standing.hasBinsOf(read.role().delegations())) {
                    refused.add(role + " v" + read.role().version()
                            + " splits its targets into hash bins that are not published, which takes the online key");
                    return Optional.empty();
                }
                accepted.put(role, file.get());
                return Optional.of(read);
            } catch (RejectedException | NotFoundException e) {
                refuse(role, e);
                return Optional.empty();
            }
        }

        private void refuse(RoleName role, BullaException why) {
            refused.add(role + ": " + why.getMessage());
        }
    }
}
