package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.SigningProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a staged file means, computed from its role files alone. One exists only when the current files in it verify from
 * their root on, so that what is shown as "before" cannot be made up without forging that root, whose sha256 is shown.
 */
public final class StagedReview {
    /** The member of root and timestamp that names the namespace (trust.md 5.2). */
    private static final String ORIGIN = "x-origin";

    private final StagedFile file;
    private final StagedRoles current;
    private final List<RoleReview> roles;

    private StagedReview(StagedFile file, StagedRoles current, List<RoleReview> roles) {
        this.file = file;
        this.current = current;
        this.roles = List.copyOf(roles);
    }

    /**
     * Judges a staged file.
     *
     * @return refused when a role file is malformed, the current files do not verify, a version does not rise, nothing
     *     delegates to a staged role, or root is of another namespace
     */
    public static Step<StagedReview> of(StagedFile file) {
        return StagedRoles.parse(file.current())
                .then(current ->
                        StagedRoles.parse(file.staged()).then(staged -> new Reviewing(file, current, staged).review()));
    }

    /** The staged file. */
    public StagedFile file() {
        return file;
    }

    /** The staged roles in order. */
    public List<RoleReview> roles() {
        return roles;
    }

    /** The root that the staged file was made from; empty when it begins a new chain of roots. */
    public Optional<Signed<? extends Role>> madeFrom() {
        return current.get(RoleName.ROOT);
    }

    /** True when a root is staged that no earlier root vouches for: consumers have to pin it. */
    public boolean beginsNewChain() {
        return madeFrom().isEmpty();
    }

    /** True when nothing is missing but publishing. */
    public boolean isComplete() {
        return roles.stream().allMatch(RoleReview::isComplete);
    }

    /** Lines for the {@code summary} of the file. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        for (RoleReview role : roles) {
            lines.add(role.role() + " " + role.versions());
            role.changes().forEach(change -> lines.add("  " + change));
        }
        return lines;
    }

    /** The file's bytes, with a summary made anew. */
    public Bytes toBytes() {
        return StagedFormat.write(file, summary());
    }

    /** One review in progress. */
    private record Reviewing(StagedFile file, StagedRoles current, StagedRoles staged) {
        Step<StagedReview> review() {
            Optional<Reason> wrong = origin();
            if (wrong.isEmpty()) {
                wrong = currentVerifies();
            }
            List<RoleReview> reviews = new ArrayList<>();
            for (NamedFile named : file.staged()) {
                if (wrong.isPresent()) {
                    return Step.refused(wrong.get());
                }
                switch (review(named.role())) {
                    case Step.Done<RoleReview> done -> reviews.add(done.value());
                    case Step.Refused<RoleReview> refused -> wrong = Optional.of(refused.reason());
                }
            }
            return wrong.isPresent() ? Step.refused(wrong.get()) : Step.done(new StagedReview(file, current, reviews));
        }

        private Optional<Reason> origin() {
            Optional<Root> root = staged.root().or(current::root);
            if (root.isEmpty()) {
                return refusal(
                        ReasonCode.INCOMPLETE, RoleName.ROOT, "root is neither staged nor among the current files");
            }
            Optional<Json> origin = root.get().unrecognized().get(ORIGIN);
            if (origin.isPresent() && !origin.get().equals(Json.text(file.namespace()))) {
                return refusal(
                        ReasonCode.ORIGIN_MISMATCH,
                        RoleName.ROOT,
                        "root is that of another namespace than " + file.namespace());
            }
            return Optional.empty();
        }

        /** Each current file is signed as one of the current roles above it demands, root by itself. */
        private Optional<Reason> currentVerifies() {
            StagedRoles above = current.root().isPresent() ? current : current.with(staged);
            for (var entry : current.all().entrySet()) {
                RoleName role = entry.getKey();
                boolean signed = false;
                for (StagedRoles.Edge edge : above.edgesTo(role)) {
                    signed |= progress(role, entry.getValue(), edge) instanceof Step.Done<SigningProgress> done
                            && done.value().needed() == 0;
                }
                if (!signed) {
                    return refusal(
                            ReasonCode.THRESHOLD,
                            role,
                            "current " + role + " v" + entry.getValue().role().version()
                                    + " is not signed as the current roles above it demand");
                }
            }
            return Optional.empty();
        }

        private static Step<SigningProgress> progress(
                RoleName role, Signed<? extends Role> file, StagedRoles.Edge edge) {
            return RoleFile.of(file.raw()).then(bytes -> SigningProgress.of(bytes, role, edge.keys(), edge.by()));
        }

        private Step<RoleReview> review(RoleName role) {
            Signed<? extends Role> after = staged.get(role).orElseThrow();
            Optional<Signed<? extends Role>> before = current.get(role);
            if (before.isPresent()) {
                long seen = before.get().role().version();
                long offered = after.role().version();
                if (offered <= seen || (role.equals(RoleName.ROOT) && offered != seen + 1)) {
                    return Step.refused(Reason.of(
                                    ReasonCode.ROLLBACK,
                                    "staged " + role + " is v" + offered + " and replaces v" + seen)
                            .with("role", role.value())
                            .with("seen", seen)
                            .with("offered", offered));
                }
            }
            return demands(role, after, before);
        }

        private Step<RoleReview> demands(
                RoleName role, Signed<? extends Role> after, Optional<Signed<? extends Role>> before) {
            List<StagedRoles.Edge> edges = new ArrayList<>();
            if (role.equals(RoleName.ROOT)) {
                edges.addAll(current.edgesTo(role)); // TUF 5.3.4: by the keys of the old root too
            }
            edges.addAll(current.with(staged).edgesTo(role));
            if (edges.isEmpty()) {
                return Step.refused(
                        Reason.of(ReasonCode.NOT_DELEGATED, "no role of the staged file names keys for " + role)
                                .with("role", role.value()));
            }
            List<SigningProgress.Demand> demands = new ArrayList<>();
            List<RoleKeys> keys = new ArrayList<>();
            for (StagedRoles.Edge edge : edges) {
                switch (progress(role, after, edge)) {
                    case Step.Done<SigningProgress> done ->
                        demands.addAll(done.value().demands());
                    case Step.Refused<SigningProgress> refused -> {
                        return Step.refused(refused.reason().with("role", role.value()));
                    }
                }
                keys.add(edge.keys());
            }
            String what = role + " v" + after.role().version();
            return Step.done(new RoleReview(
                    role,
                    before,
                    after,
                    changes(role, before, after, edges),
                    keys,
                    new SigningProgress(what, demands)));
        }

        /**
         * What differs from before; where the keys of now do not vouch for what was before, such as after a theft, the whole
         * of it: nobody's old signature is to be taken over unseen.
         */
        private List<String> changes(
                RoleName role,
                Optional<Signed<? extends Role>> before,
                Signed<? extends Role> after,
                List<StagedRoles.Edge> edges) {
            boolean vouched = role.equals(RoleName.ROOT)
                    || edges.stream()
                            .allMatch(edge -> before.isPresent()
                                    && progress(role, before.get(), edge) instanceof Step.Done<SigningProgress> done
                                    && done.value().needed() == 0);
            List<String> changes = new ArrayList<>();
            if (before.isPresent() && !vouched) {
                changes.add(
                        "the keys of now did not sign v" + before.get().role().version() + "; all of it is listed");
            }
            changes.addAll(Changes.lines(vouched ? before : Optional.empty(), after));
            return changes;
        }

        private static Optional<Reason> refusal(ReasonCode code, RoleName role, String message) {
            return Optional.of(Reason.of(code, message).with("role", role.value()));
        }
    }
}
