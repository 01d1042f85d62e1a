package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who signed a role file, and who must still: a list of demands, all of which have to be met. A new root has two, the
 * threshold of the old root and its own (TUF 5.3.4); every other file has one.
 *
 * @param what the file, such as {@code root v4}
 * @param demands what its delegators demand
 */
public record SigningProgress(String what, List<Demand> demands) {
    /**
     * A threshold of one delegator.
     *
     * @param by the delegator, such as {@code root v3}
     * @param count whose signatures verify; distinct keys alone count
     * @param missing ids of the keys that could still sign, in the order of the delegator; one for each distinct key
     */
    public record Demand(String by, SignatureCount count, List<KeyId> missing) {
        /** Copies the list. */
        public Demand {
            missing = List.copyOf(missing);
        }

        /** How many more signatures are needed; 0 when the threshold is met. */
        public int needed() {
            return Math.max(0, count.threshold() - count.distinctKeys());
        }
    }

    /** Copies the list. */
    public SigningProgress {
        demands = List.copyOf(demands);
    }

    /**
     * Of a file whose delegator lists these keys.
     *
     * @param role the role that the file is of
     * @param by the delegator, for people
     */
    public static Step<SigningProgress> of(RoleFile file, RoleName role, RoleKeys keys, String by) {
        String what = role + " v" + file.version();
        return demand(file, keys, by).map(demand -> new SigningProgress(what, List.of(demand)));
    }

    /** Of a root, which the root before it and it itself must vouch for; of the first one it alone. */
    public static Step<SigningProgress> ofRoot(Optional<Signed<Root>> before, RoleFile file) {
        return file.read(RoleFormat.ROOT).then(root -> {
            String own = "root v" + file.version();
            Step<Demand> itself = demand(file, root.role().keysOf(RoleName.ROOT), own);
            if (before.isEmpty()) {
                return itself.map(demand -> new SigningProgress(own, List.of(demand)));
            }
            String old = "root v" + before.get().role().version();
            return demand(file, before.get().role().keysOf(RoleName.ROOT), old)
                    .then(first -> itself.map(second -> new SigningProgress(own, List.of(first, second))));
        });
    }

    private static Step<Demand> demand(RoleFile file, RoleKeys keys, String by) {
        Quorum quorum = keys.quorum();
        return SignatureCount.of(file.canonical(), file.signatures(), quorum)
                .map(count -> new Demand(by, count, missing(quorum, count)));
    }

    private static List<KeyId> missing(Quorum quorum, SignatureCount count) {
        Set<Object> seen = new HashSet<>();
        count.verified().values().forEach(key -> seen.add(key.material()));
        List<KeyId> missing = new ArrayList<>();
        for (KeyId id : quorum.allowed()) {
            if (quorum.keys().containsKey(id) && seen.add(quorum.keys().get(id).material())) {
                missing.add(id);
            }
        }
        return missing;
    }

    /** How many more signatures are needed at least; a key that both roots list serves both. */
    public int needed() {
        return demands.stream().mapToInt(Demand::needed).max().orElse(0);
    }

    /** True when a signature of this key would help to meet a demand that is not met. */
    public boolean wants(KeyId id) {
        return demands.stream()
                .anyMatch(demand -> demand.needed() > 0 && demand.missing().contains(id));
    }

    /** This progress when every demand is met, else the refusal {@code THRESHOLD} of the first that is not. */
    public Step<SigningProgress> demandComplete() {
        for (Demand demand : demands) {
            if (demand.needed() > 0) {
                Map<KeyId, ?> verified = demand.count().verified();
                Reason reason = Reason.of(
                                ReasonCode.THRESHOLD,
                                what + " has " + verified.size() + " of "
                                        + demand.count().threshold() + " signatures that " + demand.by() + " demands")
                        .with("valid", verified.size())
                        .with("threshold", demand.count().threshold());
                for (KeyId id :
                        demand.missing().subList(0, Math.min(5, demand.missing().size()))) {
                    reason = reason.hint("key " + id.brief() + " has not signed");
                }
                return Step.refused(reason);
            }
        }
        return Step.done(this);
    }
}
