package dev.bulla.publish.roles;

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
        return Step.done(new StagedEdits(files, founding ? FixedRoles.founding(files) : FixedRoles.of(files)));
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
