package dev.bulla.publish.roles;

import dev.bulla.attach.RoleLayer;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import dev.bulla.publish.FixedRoles;
import dev.bulla.publish.RoleEdits;
import dev.bulla.publish.Standing;
import dev.bulla.publish.ceremony.RoleReview;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A staged file that everyone has signed, as a change of what is published. */
public final class StagedEdits implements RoleEdits {
    private final Map<RoleName, RoleFile> files;
    private final RoleEdits fixed;

    private StagedEdits(Map<RoleName, RoleFile> files, RoleEdits fixed) {
        this.files = files;
        this.fixed = fixed;
    }

    /**
     * The change that {@code review} stands for.
     *
     * @param founding the namespace is to be created
     * @return {@code THRESHOLD} when somebody has to sign yet: nothing that is not complete is published
     */
    public static Step<StagedEdits> of(StagedReview review, boolean founding) {
        Map<RoleName, RoleFile> files = new LinkedHashMap<>();
        for (RoleReview role : review.roles()) {
            if (role.progress().demandComplete() instanceof Step.Refused<?> refused) {
                Reason reason = refused.reason();
                return Step.refused(reason.with("role", role.role().value())
                        .hint("carry the staged file to who is missing: bulla role sign FILE --key KEY"));
            }
            files.put(role.role(), RoleFile.of(role.after().raw()).orThrow());
        }
        boolean recovers = review.beginsNewChain() && !founding;
        RoleEdits edits = founding ? FixedRoles.founding(files) : recovers ? new NewChain(files) : FixedRoles.of(files);
        return Step.done(new StagedEdits(files, edits));
    }

    /**
     * A root that no earlier one vouches for. What stands is read from that root on, so it cannot be told by the trusted
     * root whether the change was made, but by the files.
     */
    private record NewChain(Map<RoleName, RoleFile> files) implements RoleEdits {
        @Override
        public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
            return standing.filter(this::isIn).isPresent() ? Optional.empty() : Optional.of(files);
        }

        @Override
        public boolean isIn(Standing standing) {
            RoleFile root = Optional.ofNullable(files.get(RoleName.ROOT)).orElseThrow();
            Optional<RoleLayer> there = standing.files().root(root.version());
            Digest own = Digest.of(root.bytes());
            if (there.isPresent() && !there.get().blob().digest().equals(own)) {
                throw new ConflictException(
                        "there is another root v" + root.version() + " already",
                        "nothing was overwritten; recover again");
            }
            return there.isPresent();
        }
    }

    /** The files that are published. */
    public Map<RoleName, RoleFile> files() {
        return files;
    }

    @Override
    public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
        return fixed.upon(standing);
    }

    @Override
    public boolean isIn(Standing standing) {
        return fixed.isIn(standing);
    }

    /** When root gives snapshot other keys, what the old ones signed is worth nothing any more. */
    @Override
    public boolean renewsSnapshot(Standing standing) {
        RoleFile root = files.get(RoleName.ROOT);
        if (root == null) {
            return false;
        }
        RoleKeys after = root.read(RoleFormat.ROOT).orThrow().role().keysOf(RoleName.SNAPSHOT);
        RoleKeys before = standing.root().role().keysOf(RoleName.SNAPSHOT);
        return !after.materials().equals(before.materials()) || after.threshold() != before.threshold();
    }
}
