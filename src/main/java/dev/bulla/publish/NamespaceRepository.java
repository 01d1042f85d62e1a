package dev.bulla.publish;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.Enclosed;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The TUF repository of a namespace, for its publishers: what stands in it, verified, and changes of it. */
public final class NamespaceRepository {
    private final Store store;
    private final KnownBlobs blobs;
    private final Bytes pinned;
    private final WritePace pace;
    /** What changes are tried upon first; whoever writes looks whether it stands. */
    private Optional<Manifest> lastRead = Optional.empty();

    /**
     * The repository in {@code store}.
     *
     * @param pinned the root that this publisher trusts: what is built upon is verified from it
     */
    public NamespaceRepository(Store store, Bytes pinned, WritePace pace) {
        this.store = store;
        this.blobs = new KnownBlobs(store);
        this.pinned = pinned;
        this.pace = pace;
    }

    /**
     * What is published; empty when there is no head.
     *
     * @throws RejectedException when the head does not verify
     */
    public Optional<Standing> standing() {
        lastRead = store.manifest(RoleTags.HEAD);
        return lastRead.map(this::read);
    }

    private Standing read(Manifest head) {
        return Standing.of(RoleSet.of(RoleFiles.read(head).orThrow()), blobs, pinned);
    }

    /**
     * What came of a publication.
     *
     * @param standing what is published now; empty when nothing is
     * @param tries how often it was made; 0 when there was nothing to do
     */
    public record Published(Optional<Standing> standing, int tries) {}

    /**
     * Makes {@code edits}, signs snapshot and timestamp over them, reads the result as a consumer would, and writes it.
     *
     * @throws RejectedException when the result is not what a consumer would accept; nothing is written
     * @throws dev.bulla.outcome.ConflictException as {@link HeadWriter#write} and {@link RoleEdits#upon}
     * @throws dev.bulla.outcome.KeyException when a key is missing
     */
    public Published publish(RoleEdits edits, OnlineRoles online) {
        HeadWriter.Written written = new HeadWriter(store, pace).write(new Change(edits, online), lastRead);
        lastRead = written.head();
        return new Published(written.head().map(this::read), written.tries());
    }

    /** As {@link #publish}, nothing is written: the standing is what would be published. */
    public Published rehearse(RoleEdits edits, OnlineRoles online) {
        Change change = new Change(edits, online);
        Optional<Standing> standing = standing();
        Optional<Standing> after =
                edits.upon(standing).map(files -> Standing.of(change.after(standing, files), blobs, pinned));
        return new Published(after.or(() -> standing), 0);
    }

    private final class Change implements HeadChange {
        private final RoleEdits edits;
        private final OnlineRoles online;

        Change(RoleEdits edits, OnlineRoles online) {
            this.edits = edits;
            this.online = online;
        }

        @Override
        public Optional<Generation> upon(Optional<Manifest> head) {
            Optional<Standing> standing = head.map(NamespaceRepository.this::read);
            Optional<Map<RoleName, RoleFile>> changed = edits.upon(standing);
            Enclosed enclosed = head.map(Enclosed::of).orElse(Enclosed.NONE).with(edits.enclosed());
            return changed.map(files -> generation(standing, after(standing, files), files, enclosed));
        }

        /** The state with {@code changed} in it, read as a consumer would. */
        private RoleSet after(Optional<Standing> standing, Map<RoleName, RoleFile> changed) {
            boolean renewSnapshot = standing.isEmpty() || edits.renewsSnapshot(standing.get());
            RoleSet after = online.over(standing, changed, renewSnapshot);
            after.layers().forEach(blobs::know);
            ConsumerCheck.of(after, blobs, standing, pinned, online.now());
            checkChanged(after, changed);
            return after;
        }

        @Override
        public boolean isIn(Manifest head) {
            return edits.isIn(read(head));
        }

        @Override
        public boolean follows(Manifest claim, Manifest head) {
            try {
                Standing before = read(head);
                Standing after = read(claim);
                ConsumerCheck.of(after.files(), blobs, Optional.of(before), pinned, online.now());
                demandBins(before, after);
                return after.timestamp()
                        .role()
                        .unrecognized()
                        .get(OnlineRoles.PREVIOUS)
                        .equals(Optional.of(OnlineRoles.previousTimestamp(before)));
            } catch (RejectedException e) {
                return false; // no consumer would accept it
            }
        }

        /** What the head does not list is there nevertheless: its writer may have stopped before it was named anywhere. */
        private void demandBins(Standing before, Standing after) {
            after.snapshot().role().roles().forEach((role, info) -> {
                boolean same = before.snapshot().role().of(role).equals(Optional.of(info));
                boolean unlisted = !same && after.files().role(role).isEmpty();
                if (unlisted
                        && after.layer(role)
                                .filter(layer -> store.hasBlob(layer.blob()))
                                .isEmpty()) {
                    throw new RejectedException(
                            ReasonCode.INCOMPLETE, "role " + role + " of the announced state is not there");
                }
            });
        }

        /** Every changed role verifies with the keys of the edge that leads to it now. */
        private void checkChanged(RoleSet after, Map<RoleName, RoleFile> changed) {
            Standing then = Standing.of(after, blobs, pinned);
            for (RoleName role : changed.keySet()) {
                if (then.file(role).isEmpty()) {
                    throw new RejectedException(ReasonCode.NOT_DELEGATED, "nobody delegates to role " + role);
                }
            }
        }

        private Generation generation(
                Optional<Standing> before, RoleSet after, Map<RoleName, RoleFile> changed, Enclosed enclosed) {
            Standing then = Standing.of(after, blobs, pinned);
            List<RoleLayer> bins = new ArrayList<>();
            Map<Tag, ArtifactBuilder> beside = new LinkedHashMap<>();
            changed.forEach((role, file) -> {
                RoleLayer layer = RoleLayer.of(role, file.version(), file.bytes());
                Tag tag = role.equals(RoleName.ROOT) ? RoleTags.root(file.version()) : RoleTags.role(role);
                if (then.isUnlistedBin(role)) {
                    bins.add(layer);
                } else {
                    beside.put(tag, HeadManifest.single(layer));
                }
            });
            List<RoleLayer> listed = new ArrayList<>(after.layers());
            boolean manyBins = then.hasUnlistedBins();
            listed.removeIf(layer -> then.isUnlistedBin(layer.role()));
            long number = after.role(RoleName.TIMESTAMP).orElseThrow().version();
            if (!manyBins) {
                // among more, read one by one, few readers ask for those that were signed last
                ArtifactBuilder head = enclosed.in(HeadManifest.builder(online.origin(), listed));
                return new Generation(number, head, beside);
            }
            boolean tooMany = bins.size() > HeadManifest.MOST_BINS;
            Map<Tag, ArtifactBuilder> tagged = new LinkedHashMap<>();
            if (tooMany) {
                bins.forEach(bin -> tagged.put(
                        RoleTags.role(bin.role()),
                        HeadManifest.bin(bin, before.flatMap(seen -> seen.layer(bin.role())))));
            }
            List<RoleLayer> kept = tooMany ? List.of() : bins;
            return new Generation(number, HeadManifest.ofManyBins(online.origin(), listed, kept), beside, tagged);
        }
    }
}
