package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Differences of {@code keys} and of the entries of roles that list them, in root and in delegations alike. */
final class KeyChanges {
    private final ChangeList changes;
    private final Json.Obj keysBefore;
    private final Json.Obj keysAfter;
    /** Ids of which a change was told already. */
    private final Set<String> told = new LinkedHashSet<>();

    KeyChanges(ChangeList changes, Json.Obj holderBefore, Json.Obj holderAfter) {
        this.changes = changes;
        keysBefore = DraftJson.object(holderBefore, "keys");
        keysAfter = DraftJson.object(holderAfter, "keys");
    }

    /** Keys and threshold of a role; an entry that is not there is the empty object. */
    void role(String role, Json.Obj before, Json.Obj after) {
        Set<Json> idsBefore = new LinkedHashSet<>(KeyEdits.ids(before));
        Set<Json> idsAfter = new LinkedHashSet<>(KeyEdits.ids(after));
        idsBefore.forEach(id -> {
            if (!idsAfter.contains(id)) {
                tell(role, false, id, keysBefore);
            }
        });
        idsAfter.forEach(id -> {
            if (!idsBefore.contains(id)) {
                tell(role, true, id, keysAfter);
            }
        });
        OptionalLong thresholdBefore = threshold(before);
        OptionalLong thresholdAfter = threshold(after);
        if (thresholdAfter.isPresent() && !thresholdBefore.equals(thresholdAfter)) {
            changes.add(new Change.Threshold(role, thresholdBefore, thresholdAfter.getAsLong()));
        }
    }

    private void tell(String role, boolean listed, Json id, Json.Obj keys) {
        if (id instanceof Json.Text text) {
            told.add(text.value());
            Optional<PublicKey> key = keys.get(text.value()).map(object -> PublicKeys.read(Fields.of(object, "key")));
            changes.add(new Change.Key(
                    role,
                    listed,
                    new KeyId(text.value()),
                    key.map(PublicKey::scheme).orElse(""),
                    key.map(PublicKey::computedId)));
        }
    }

    private static OptionalLong threshold(Json.Obj entry) {
        return entry.members().get("threshold") instanceof Json.Whole whole
                ? OptionalLong.of(whole.value().longValueExact())
                : OptionalLong.empty();
    }

    /** Key objects that changed under an id that stayed, and those that come or go without a role that lists them. */
    void objects(String place) {
        Set<String> ids = new LinkedHashSet<>(keysBefore.members().keySet());
        ids.addAll(keysAfter.members().keySet());
        for (String id : ids) {
            Optional<Json> before = keysBefore.get(id);
            Optional<Json> after = keysAfter.get(id);
            if (!told.contains(id) || (before.isPresent() && after.isPresent())) {
                changes.member(place + "." + id, before, after);
            }
        }
    }
}
