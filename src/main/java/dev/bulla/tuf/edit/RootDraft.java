package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import java.util.ArrayList;
import java.util.List;

/**
 * A root to be signed (TUF 4.3). Immutable; every edit gives another draft. Edits that cannot be meant are refused with a
 * {@link UsageException}, at the latest when the file is made.
 */
public final class RootDraft {
    private static final List<String> DEFINED = List.of("consistent_snapshot", "keys", "roles");

    private final Json.Obj signed;

    private RootDraft(Json.Obj signed) {
        this.signed = signed;
    }

    /** Version 1: all four roles with threshold 1, without keys. */
    public static RootDraft create(Expiry expiry) {
        Json.Obj none = Json.Obj.empty().with("keyids", new Json.Arr(List.of())).with("threshold", Json.whole(1));
        Json.Obj roles = Json.Obj.empty();
        for (String name : List.of("root", "snapshot", "targets", "timestamp")) {
            roles = roles.with(name, none);
        }
        return new RootDraft(DraftJson.first("root", expiry)
                .with("consistent_snapshot", new Json.Bool(true))
                .with("keys", Json.Obj.empty())
                .with("roles", roles));
    }

    /** The version after {@code current}, with everything that it holds. */
    public static RootDraft next(Signed<Root> current, Expiry expiry) {
        return new RootDraft(
                DraftJson.next(current.json(), "root", current.role().version(), expiry)
                        .with("consistent_snapshot", new Json.Bool(true)));
    }

    /** Lets {@code key} sign {@code role}. */
    public RootDraft addKey(RoleName role, PublicKey key) {
        Json.Obj keys = keys();
        Json.Obj entry = KeyEdits.listing(entry(role), KeyEdits.idIn(keys, key), role.value());
        return withEntry(role, entry).withKeys(KeyEdits.with(keys, key));
    }

    /** {@code role} is no longer signed by the key with this id. */
    public RootDraft removeKey(RoleName role, KeyId id) {
        RootDraft without = withEntry(role, KeyEdits.unlisting(entry(role), id, role.value()));
        List<Json> entries = new ArrayList<>(without.roles().members().values());
        return without.withKeys(KeyEdits.withoutUnused(keys(), id, entries));
    }

    /** So many distinct keys must sign {@code role}. */
    public RootDraft threshold(RoleName role, int threshold) {
        return withEntry(role, KeyEdits.demanding(entry(role), threshold, role.value()));
    }

    /** Sets a member that the specification does not define. */
    public RootDraft extension(String name, Json value) {
        return new RootDraft(DraftJson.extension(signed, name, value, DEFINED));
    }

    /**
     * The file without a signature.
     *
     * @throws UsageException when a role has fewer keys than its threshold demands
     */
    public RoleFile unsigned() {
        RoleFile file = DraftJson.file(signed);
        Root root = file.read(RoleFormat.ROOT).orThrow().role();
        root.roles().forEach(KeyEdits::demandSatisfiable);
        return file;
    }

    /** The file signed by these; throws as {@link #unsigned}. */
    public RoleFile sign(List<? extends Signer> signers) {
        return unsigned().withSignatures(signers);
    }

    private Json.Obj keys() {
        return DraftJson.object(signed, "keys");
    }

    private Json.Obj roles() {
        return DraftJson.object(signed, "roles");
    }

    private Json.Obj entry(RoleName role) {
        if (!role.isTopLevel()) {
            throw new UsageException(
                    role + " is no top-level role; the keys of a delegated role stand in its delegator");
        }
        return DraftJson.object(roles(), role.value());
    }

    private RootDraft withEntry(RoleName role, Json.Obj entry) {
        return new RootDraft(signed.with("roles", roles().with(role.value(), entry)));
    }

    private RootDraft withKeys(Json.Obj keys) {
        return new RootDraft(signed.with("keys", keys));
    }
}
