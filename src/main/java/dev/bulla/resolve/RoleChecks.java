package dev.bulla.resolve;

import dev.bulla.crypto.KeyId;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.UtcTime;
import java.util.ArrayList;
import java.util.List;

/** What was verified of roles, as checks with the numbers of TUF 1.0.34 section 5 and as facts for a verdict. */
public final class RoleChecks {
    private RoleChecks() {}

    /**
     * A verified role.
     *
     * @param name the role
     * @param file the role file
     * @param signers distinct keys whose signatures verify
     * @param threshold how many were needed
     */
    public record Vouched(RoleName name, Signed<? extends Role> file, List<KeyId> signers, int threshold) {
        /** Copies the list. */
        public Vouched {
            signers = List.copyOf(signers);
        }

        private static Vouched of(RoleName name, Signed<? extends Role> file, RoleKeys keys) {
            return new Vouched(name, file, keys.signersOf(file), keys.threshold());
        }

        String described() {
            return name + " v" + file.role().version() + ", signed by " + signers.size() + " of " + threshold
                    + " needed, expires " + UtcTime.print(file.role().expires());
        }
    }

    /** A top-level role under a trusted root. */
    static Vouched top(RoleName name, Signed<? extends Role> file, Signed<Root> root) {
        return Vouched.of(name, file, root.role().keysOf(name));
    }

    /** The top-level roles of an update: root, timestamp, snapshot, and the targets role where searches begin. */
    static List<Vouched> of(Complete roles) {
        List<Vouched> vouched = new ArrayList<>();
        vouched.add(top(RoleName.ROOT, roles.root(), roles.root()));
        vouched.add(top(RoleName.TIMESTAMP, roles.timestamp(), roles.root()));
        vouched.add(top(RoleName.SNAPSHOT, roles.snapshot(), roles.root()));
        vouched.add(
                Vouched.of(roles.start().name(), roles.targets(), roles.start().keys()));
        return vouched;
    }

    /** The delegated roles that lead to the target. */
    static List<Vouched> delegated(Found target) {
        List<Vouched> vouched = new ArrayList<>();
        for (Found.Vouching role : target.roles().subList(1, target.roles().size())) {
            vouched.add(Vouched.of(role.name(), role.file(), role.edge().keys()));
        }
        return vouched;
    }

    /** The steps of the update, all of them passed (TUF 5.3 to 5.6). */
    static List<Check> update(List<Vouched> topLevel) {
        List<Check> checks = new ArrayList<>();
        int section = 3;
        for (Vouched role : topLevel) {
            checks.add(Check.ok("tuf.5." + section++, role.described()));
        }
        return checks;
    }

    /** The delegations that lead to the target (TUF 5.6.7), and that it is listed (5.7.2). */
    static List<Check> search(List<Vouched> delegated, Found target) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < delegated.size(); i++) {
            String scope = target.roles().get(i + 1).edge().scope().shown();
            checks.add(Check.ok("tuf.5.6.7", delegated.get(i).described() + ", trusted for " + scope));
        }
        checks.add(Check.ok(
                "tuf.5.7.2",
                target.path() + " is listed by "
                        + target.roles().get(target.roles().size() - 1).name()));
        return checks;
    }

    /**
     * Length and hash of snapshot and of every role on the way have to be listed (trust.md 3.1 rule 1): versions alone do
     * not bind bytes.
     */
    static Step<Boolean> allBound(Complete roles, Found target) {
        if (!isBound(roles.timestamp().role().snapshot())) {
            return Step.refused(unbound(RoleName.SNAPSHOT, "timestamp"));
        }
        for (Found.Vouching role : target.roles()) {
            Step<FileInfo> listed = roles.expected(role.name());
            if (listed instanceof Step.Done<FileInfo> info && !isBound(info.value())) {
                return Step.refused(unbound(role.name(), "snapshot"));
            }
        }
        return Step.done(true);
    }

    private static boolean isBound(FileInfo info) {
        return info.length().isPresent()
                && info.hashes().isPresent()
                && !info.hashes().get().known().isEmpty();
    }

    private static Reason unbound(RoleName role, String by) {
        return Reason.of(ReasonCode.UNKNOWN_HASH, by + " lists " + role + " without length and hash")
                .with("role", role.value())
                .with("section", "trust.3.1.1");
    }
}
