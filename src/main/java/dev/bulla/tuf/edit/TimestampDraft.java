package dev.bulla.tuf.edit;

import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import java.util.List;

/** A timestamp to be signed (TUF 4.6). Immutable; every edit gives another draft. */
public final class TimestampDraft {
    private static final List<String> DEFINED = List.of("meta");
    private static final String SNAPSHOT = "snapshot.json";

    private final Json.Obj signed;

    private TimestampDraft(Json.Obj signed) {
        this.signed = signed;
    }

    /** Version 1, naming no snapshot yet. */
    public static TimestampDraft create(Expiry expiry) {
        return new TimestampDraft(DraftJson.first("timestamp", expiry).with("meta", Json.Obj.empty()));
    }

    /** The version after {@code current}, with everything that it holds. */
    public static TimestampDraft next(Signed<Timestamp> current, Expiry expiry) {
        return new TimestampDraft(
                DraftJson.next(current.json(), "timestamp", current.role().version(), expiry));
    }

    /** Names the snapshot. */
    public TimestampDraft names(FileInfo snapshot) {
        Json.Obj meta = DraftJson.object(signed, "meta");
        Json.Obj before = DraftJson.object(meta, SNAPSHOT);
        return new TimestampDraft(signed.with("meta", meta.with(SNAPSHOT, FileInfos.over(before, snapshot))));
    }

    /** Sets a member that the specification does not define. */
    public TimestampDraft extension(String name, Json value) {
        return new TimestampDraft(DraftJson.extension(signed, name, value, DEFINED));
    }

    /** The file without a signature; refused while it names no snapshot. */
    public RoleFile unsigned() {
        if (DraftJson.object(signed, "meta").get(SNAPSHOT).isEmpty()) {
            throw new UsageException("a timestamp names a snapshot");
        }
        return DraftJson.file(signed);
    }

    /** The file signed by these. */
    public RoleFile sign(List<? extends Signer> signers) {
        return unsigned().withSignatures(signers);
    }
}
