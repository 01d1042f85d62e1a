package dev.bulla.publish;

import dev.bulla.json.Json;
import dev.bulla.outcome.ConflictException;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.RoleFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files that were signed elsewhere, to be published as they are: nothing can be made again, so whatever else was published
 * meanwhile under the same version is a conflict.
 */
public final class FixedRoles implements RoleEdits {
    private final Map<RoleName, RoleFile> files;
    private final boolean founding;

    private FixedRoles(Map<RoleName, RoleFile> files, boolean founding) {
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        this.founding = founding;
    }

    /** Files of a namespace that exists. */
    public static FixedRoles of(Map<RoleName, RoleFile> files) {
        return new FixedRoles(files, false);
    }

    /** The first files of a namespace: refused where a head exists. */
    public static FixedRoles founding(Map<RoleName, RoleFile> files) {
        return new FixedRoles(files, true);
    }

    @Override
    public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
        if (standing.isEmpty()) {
            return Optional.of(files);
        }
        if (founding) {
            throw new ConflictException("there is a head already, with timestamp v"
                    + standing.get().timestamp().role().version() + "; nothing was overwritten");
        }
        Map<RoleName, RoleFile> left = new LinkedHashMap<>();
        files.forEach((role, file) -> {
            if (isNew(role, file, current(standing.get(), role))) {
                left.put(role, file);
            }
        });
        return left.isEmpty() ? Optional.empty() : Optional.of(left);
    }

    private static Optional<Signed<? extends Role>> current(Standing standing, RoleName role) {
        // a role that the keys of its delegator do not vouch for any more is what a rotation replaces
        return standing.verifies(role) ? standing.file(role) : Optional.empty();
    }

    private static boolean isNew(RoleName role, RoleFile file, Optional<Signed<? extends Role>> current) {
        if (current.isEmpty() || current.get().role().version() < file.version()) {
            return true;
        }
        if (isSame(file, current.get())) {
            return false;
        }
        throw new ConflictException(
                role + " is now v" + current.get().role().version() + ", yours is v" + file.version() + " made from v"
                        + (file.version() - 1),
                "nothing was overwritten; make the change again upon what is published");
    }

    /**
     * The file itself, or one that differs in nothing but when it was signed and until when it lives: a writer that stopped
     * half-way and is run again finds its own change published, since the next writer completes what was announced.
     */
    private static boolean isSame(RoleFile file, Signed<? extends Role> current) {
        return current.role().version() == file.version()
                && (current.signedSha256().equals(file.signedSha256())
                        || timeless(current).equals(timeless(read(file))));
    }

    private static Json.Obj timeless(Signed<? extends Role> signed) {
        return signed.json().without(RoleLives.SIGNED_AT).without("expires");
    }

    private static Signed<? extends Role> read(RoleFile file) {
        return file.type().equals(RoleName.ROOT.value())
                ? file.read(RoleFormat.ROOT).orThrow()
                : file.read(RoleFormat.TARGETS).orThrow();
    }

    @Override
    public boolean isIn(Standing standing) {
        return files.entrySet().stream()
                .allMatch(entry -> standing.verifies(entry.getKey())
                        && standing.file(entry.getKey())
                                .filter(current -> holds(current, entry.getValue()))
                                .isPresent());
    }

    /** The same file, or a later one by the same role with every target of it (trust.md section 11.3). */
    private static boolean holds(Signed<? extends Role> current, RoleFile file) {
        if (current.role().version() <= file.version()) {
            return isSame(file, current);
        }
        return !(current.role() instanceof Targets later)
                || file.read(RoleFormat.TARGETS).orThrow().role().paths().stream()
                        .allMatch(path -> later.target(path).isPresent());
    }
}
