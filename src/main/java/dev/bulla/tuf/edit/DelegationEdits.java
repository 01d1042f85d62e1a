package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Edits of a {@code delegations} object; members that nobody knows stay. */
record DelegationEdits(Json.Obj json) {
    private static final String BINS = "succinct_roles";

    /** The delegation is written: in the place that the role has, else last. */
    DelegationEdits put(Delegation delegation) {
        if (json.get(BINS).isPresent()) {
            throw new UsageException("a role with bins delegates to nobody else (TAP 15)");
        }
        Json.Obj keys = keys();
        for (PublicKey key : delegation.keys()) {
            keys = KeyEdits.with(keys, key);
        }
        Json.Obj keyEntry = KeyEdits.entry(
                keys,
                delegation.keys(),
                delegation.threshold(),
                delegation.name().value());
        List<Json> roles = new ArrayList<>(roles());
        Optional<Integer> place = placeOf(delegation.name());
        if (place.isPresent()) {
            Json.Obj before = (Json.Obj) roles.get(place.get());
            roles.set(place.get(), delegation.over(before, keyEntry));
        } else {
            roles.add(delegation.over(Json.Obj.empty(), keyEntry));
        }
        DelegationEdits edited = with(keys, roles);
        return edited.withoutUnused(roles());
    }

    /** The role is delegated to no more. */
    DelegationEdits remove(RoleName role) {
        List<Json> roles = new ArrayList<>(roles());
        roles.remove(required(role));
        return with(keys(), roles).withoutUnused(roles());
    }

    /** The role stands at this place of the order, counted from 0. */
    DelegationEdits move(RoleName role, int place) {
        List<Json> roles = new ArrayList<>(roles());
        Json entry = roles.remove(required(role));
        if (place < 0 || place > roles.size()) {
            throw new UsageException("there are " + (roles.size() + 1) + " delegations, so there is no place " + place);
        }
        roles.add(place, entry);
        return with(keys(), roles);
    }

    DelegationEdits addKey(RoleName role, PublicKey key) {
        Json.Obj keys = keys();
        return edit(role, entry -> KeyEdits.listing(entry, KeyEdits.idIn(keys, key), role.value()))
                .withKeys(KeyEdits.with(keys, key));
    }

    DelegationEdits removeKey(RoleName role, KeyId id) {
        return edit(role, entry -> KeyEdits.unlisting(entry, id, role.value())).withoutUnused(roles());
    }

    /** The entry of a role changed. */
    DelegationEdits edit(RoleName role, UnaryOperator<Json.Obj> change) {
        int place = required(role);
        List<Json> roles = new ArrayList<>(roles());
        roles.set(place, change.apply((Json.Obj) roles.get(place)));
        return with(keys(), roles);
    }

    /** Bins in place of an empty list, or in place of bins of the same number and name. */
    DelegationEdits bins(HashBins bins) {
        if (!roles().isEmpty()) {
            throw new UsageException(
                    "a role with bins delegates to nobody else (TAP 15)", "delegate to a role of its own for the bins");
        }
        Json.Obj keys = keys();
        for (PublicKey key : bins.keys()) {
            keys = KeyEdits.with(keys, key);
        }
        Json.Obj before = DraftJson.object(json, BINS);
        Json.Obj keyEntry = KeyEdits.entry(keys, bins.keys(), bins.threshold(), bins.namePrefix());
        Json.Obj succinct = before.with("bit_length", Json.whole(bins.bits()))
                .with("keyids", keyEntry.get("keyids").orElseThrow())
                .with("name_prefix", Json.text(bins.namePrefix()))
                .with("threshold", Json.whole(bins.threshold()));
        return new DelegationEdits(json.without("roles").with("keys", keys).with(BINS, succinct))
                .withoutUnused(List.of(before));
    }

    /** Without those keys that the entries {@code before} listed and none lists now. */
    private DelegationEdits withoutUnused(List<Json> before) {
        List<Json> entries = new ArrayList<>(roles());
        entries.add(DraftJson.object(json, BINS));
        Json.Obj keys = keys();
        for (Json entry : before) {
            for (Json id : KeyEdits.ids((Json.Obj) entry)) {
                if (id instanceof Json.Text text) {
                    keys = KeyEdits.withoutUnused(keys, new KeyId(text.value()), entries);
                }
            }
        }
        return withKeys(keys);
    }

    private Json.Obj keys() {
        return DraftJson.object(json, "keys");
    }

    private List<Json> roles() {
        return json.get("roles").orElse(new Json.Arr(List.of())) instanceof Json.Arr array ? array.items() : List.of();
    }

    private DelegationEdits with(Json.Obj keys, List<Json> roles) {
        return new DelegationEdits(json.with("keys", keys).with("roles", new Json.Arr(roles)));
    }

    private DelegationEdits withKeys(Json.Obj keys) {
        return new DelegationEdits(json.with("keys", keys));
    }

    private Optional<Integer> placeOf(RoleName role) {
        List<Json> roles = roles();
        for (int i = 0; i < roles.size(); i++) {
            if (roles.get(i) instanceof Json.Obj entry
                    && entry.get("name").equals(Optional.of(Json.text(role.value())))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private int required(RoleName role) {
        return placeOf(role).orElseThrow(() -> new UsageException("there is no delegation to " + role));
    }
}
