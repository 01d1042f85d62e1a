package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.json.WireWriter;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A targets role, top-level or delegated, to be signed (TUF 4.5). Immutable; every edit gives another draft at a cost that
 * does not depend on the number of targets, and the file is made in one pass. Edits that cannot be meant are refused with
 * a {@link dev.bulla.outcome.UsageException}, at the latest when the file is made.
 */
public final class TargetsDraft {
    private static final List<String> DEFINED = List.of("targets", "delegations");
    private static final String DELEGATIONS = "delegations";

    /** Everything but the targets. */
    private final Json.Obj others;

    private final Optional<Targets> before;
    private final @Nullable Edit last;

    /** An edit of a target, a removal when it says nothing; each knows the one before it, the newest counts. */
    private record Edit(
            TargetPath path,
            Optional<TargetInfo> info,
            @Nullable Edit earlier) {}

    private TargetsDraft(Json.Obj others, Optional<Targets> before, @Nullable Edit last) {
        this.others = others;
        this.before = before;
        this.last = last;
    }

    /** Version 1 without targets and delegations. */
    public static TargetsDraft create(Expiry expiry) {
        return new TargetsDraft(DraftJson.first("targets", expiry), Optional.empty(), null);
    }

    /** The version after {@code current}, with everything that it holds. */
    public static TargetsDraft next(Signed<Targets> current, Expiry expiry) {
        Targets role = current.role();
        Json.Obj signed = DraftJson.next(role.unrecognized(), "targets", role.version(), expiry);
        if (!(role.delegations() instanceof Delegations.None)) {
            signed = signed.with(DELEGATIONS, role.delegations().json());
        }
        return new TargetsDraft(signed, Optional.of(role), null);
    }

    /** Lists a target, in place of what was said of this path before. */
    public TargetsDraft target(TargetPath path, TargetInfo info) {
        return new TargetsDraft(others, before, new Edit(path, Optional.of(info), last));
    }

    /** Lists many targets. */
    public TargetsDraft targets(Map<TargetPath, TargetInfo> infos) {
        Edit newest = last;
        for (Map.Entry<TargetPath, TargetInfo> entry : infos.entrySet()) {
            newest = new Edit(entry.getKey(), Optional.of(entry.getValue()), newest);
        }
        return new TargetsDraft(others, before, newest);
    }

    /** Lists this path no more, if it did. */
    public TargetsDraft removeTarget(TargetPath path) {
        return new TargetsDraft(others, before, new Edit(path, Optional.empty(), last));
    }

    /** Delegates: in the place where it delegates to this role already, else last. */
    public TargetsDraft delegate(Delegation delegation) {
        return with(delegations().put(delegation));
    }

    /** Delegates to this role no more. */
    public TargetsDraft undelegate(RoleName role) {
        return with(delegations().remove(role));
    }

    /** Puts a delegation at this place of the order, counted from 0: the first that matches is asked first. */
    public TargetsDraft move(RoleName role, int place) {
        return with(delegations().move(role, place));
    }

    /** Lets {@code key} sign a role that is delegated to. */
    public TargetsDraft addKey(RoleName role, PublicKey key) {
        return with(delegations().addKey(role, key));
    }

    /** A role that is delegated to is no longer signed by the key with this id. */
    public TargetsDraft removeKey(RoleName role, KeyId id) {
        return with(delegations().removeKey(role, id));
    }

    /** So many distinct keys must sign a role that is delegated to. */
    public TargetsDraft threshold(RoleName role, int threshold) {
        return with(delegations().edit(role, entry -> KeyEdits.demanding(entry, threshold, role.value())));
    }

    /** A role that is delegated to is trusted for these paths, and no others. */
    public TargetsDraft paths(RoleName role, List<PathPattern> paths) {
        Delegation.demand(role, paths);
        return with(delegations()
                .edit(role, entry -> entry.without("path_hash_prefixes").with("paths", Delegation.pathsOf(paths))));
    }

    /** Whether a search that matches ends with this role. */
    public TargetsDraft terminating(RoleName role, boolean ends) {
        return with(delegations().edit(role, entry -> entry.with("terminating", new Json.Bool(ends))));
    }

    /** Delegates to these bins and to nobody else. */
    public TargetsDraft bins(HashBins bins) {
        return with(delegations().bins(bins));
    }

    /** Sets a member that the specification does not define. */
    public TargetsDraft extension(String name, Json value) {
        return new TargetsDraft(DraftJson.extension(others, name, value, DEFINED), before, last);
    }

    private DelegationEdits delegations() {
        return new DelegationEdits(DraftJson.object(others, DELEGATIONS));
    }

    private TargetsDraft with(DelegationEdits edited) {
        return new TargetsDraft(others.with(DELEGATIONS, edited.json()), before, last);
    }

    /**
     * The file without a signature.
     *
     * @throws dev.bulla.outcome.UsageException when a role that is delegated to has fewer keys than its threshold demands
     */
    public RoleFile unsigned() {
        List<String> names = new ArrayList<>(others.members().keySet());
        names.add("targets");
        names.sort(OlpcWriter.CODE_POINT_ORDER);
        StringBuilder text = DraftJson.begin();
        char separator = '{';
        for (String name : names) {
            text.append(separator);
            separator = ',';
            WireWriter.appendName(name, text);
            if (name.equals("targets")) {
                appendTargets(text);
            } else {
                WireWriter.append(others.get(name).orElseThrow(), text);
            }
        }
        RoleFile file = DraftJson.end(text.append('}'));
        demandSatisfiable(file.read(RoleFormat.TARGETS).orThrow().role().delegations());
        return file;
    }

    private static void demandSatisfiable(Delegations delegations) {
        delegations
                .listed()
                .forEach(role -> KeyEdits.demandSatisfiable(role.name().value(), role.keys()));
        if (delegations instanceof Delegations.Succinct succinct) {
            KeyEdits.demandSatisfiable(
                    succinct.bins().namePrefix(), succinct.bins().keys());
        }
    }

    /** The file signed by these; throws as {@link #unsigned}. */
    public RoleFile sign(List<? extends Signer> signers) {
        return unsigned().withSignatures(signers);
    }

    private void appendTargets(StringBuilder text) {
        Map<String, Edit> edits = new HashMap<>();
        for (Edit edit = last; edit != null; edit = edit.earlier()) {
            edits.putIfAbsent(edit.path().value(), edit);
        }
        char separator = '{';
        for (TargetPath path : sortedPaths(edits)) {
            Edit edit = edits.get(path.value());
            Optional<TargetInfo> info = edit == null ? before.flatMap(role -> role.target(path)) : edit.info();
            if (info.isPresent()) {
                text.append(separator);
                separator = ',';
                WireWriter.appendName(path.value(), text);
                WireWriter.append(info.get().json(), text);
            }
        }
        text.append(separator == '{' ? "{}" : "}");
    }

    /** Paths before and paths edited, each once. */
    private List<TargetPath> sortedPaths(Map<String, Edit> edits) {
        List<TargetPath> paths = new ArrayList<>(before.map(Targets::paths).orElse(List.of()));
        paths.removeIf(path -> edits.containsKey(path.value()));
        edits.values().forEach(edit -> paths.add(edit.path()));
        paths.sort((a, b) -> OlpcWriter.CODE_POINT_ORDER.compare(a.value(), b.value()));
        return paths;
    }
}
