package dev.bulla.tuf.edit;

import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot to be signed (TUF 4.4). Immutable; every edit gives another draft. */
public final class SnapshotDraft {
    private static final List<String> DEFINED = List.of("meta");

    private final Json.Obj signed;

    private SnapshotDraft(Json.Obj signed) {
        this.signed = signed;
    }

    /** Version 1, listing nothing. */
    public static SnapshotDraft create(Expiry expiry) {
        return new SnapshotDraft(DraftJson.first("snapshot", expiry).with("meta", Json.Obj.empty()));
    }

    /** The version after {@code current}, with everything that it holds. */
    public static SnapshotDraft next(Signed<Snapshot> current, Expiry expiry) {
        return new SnapshotDraft(
                DraftJson.next(current.json(), "snapshot", current.role().version(), expiry));
    }

    /** Lists a role in this version, with length and hash. */
    public SnapshotDraft lists(RoleName role, FileInfo info) {
        return lists(Map.of(role, info));
    }

    /** Lists many roles at once, such as bins. */
    public SnapshotDraft lists(Map<RoleName, FileInfo> infos) {
        Map<String, Json> meta =
                new LinkedHashMap<>(DraftJson.object(signed, "meta").members());
        infos.forEach((role, info) -> {
            String file = fileOf(role);
            Json.Obj before = meta.get(file) instanceof Json.Obj object ? object : Json.Obj.empty();
            meta.put(file, FileInfos.over(before, info));
        });
        return new SnapshotDraft(signed.with("meta", new Json.Obj(meta)));
    }

    /** Lists a role no more; clients that have seen it refuse the snapshot (TUF 5.5.5), unless its keys changed. */
    public SnapshotDraft drops(RoleName role) {
        Json.Obj meta = DraftJson.object(signed, "meta");
        String file = fileOf(role);
        if (meta.get(file).isEmpty()) {
            throw new UsageException("the snapshot does not list " + role);
        }
        return new SnapshotDraft(signed.with("meta", meta.without(file)));
    }

    private static String fileOf(RoleName role) {
        return switch (role.value()) {
            case "root", "timestamp", "snapshot" ->
                throw new UsageException("a snapshot lists targets roles, not " + role);
            default -> role.value() + ".json";
        };
    }

    /** Sets a member that the specification does not define. */
    public SnapshotDraft extension(String name, Json value) {
        return new SnapshotDraft(DraftJson.extension(signed, name, value, DEFINED));
    }

    /** The file without a signature; refused while it does not list top-level targets. */
    public RoleFile unsigned() {
        RoleFile file = DraftJson.file(signed);
        if (file.read(RoleFormat.SNAPSHOT).orThrow().role().of(RoleName.TARGETS).isEmpty()) {
            throw new UsageException("a snapshot lists targets");
        }
        return file;
    }

    /** The file signed by these. */
    public RoleFile sign(List<? extends Signer> signers) {
        return unsigned().withSignatures(signers);
    }
}
