package dev.bulla;

import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.FixedRoles;
import dev.bulla.publish.Founding;
import dev.bulla.publish.NamespaceRepository;
import dev.bulla.publish.OnlineKeys;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.Profile;
import dev.bulla.publish.Standing;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The steps of founding a namespace. */
final class NamespaceFounding {
    private final Places places;
    private final Namespaces.At at;
    private final Founding founding;
    private final Instant now;

    NamespaceFounding(Places places, Namespaces.At at, NamespacePlan plan, Instant now) {
        this.places = places;
        this.at = at;
        this.now = now;
        Profile profile = profile(plan.profile());
        this.founding = new Founding(
                at.namespace().name(),
                profile,
                new Founding.Holders(plan.root().keys(), plan.root().threshold()),
                new Founding.Holders(plan.targets().keys(), plan.targets().threshold()),
                plan.online(),
                plan.releases(),
                plan.qa(),
                profile.lives(OpenNamespace.byRole(plan.lives())));
    }

    private static Profile profile(String word) {
        for (Profile profile : Profile.values()) {
            if (profile.word().equals(word)) {
                return profile;
            }
        }
        throw new UsageException("there is no profile '" + word + "'", "mvp, mvp+intoto, namespace or max");
    }

    Namespaces.Founded found(Trust trust, List<? extends Signer> signers, Consumer<List<String>> show) {
        try (Store store = places.writing(at.trustRepository())) {
            store.manifest(RoleTags.HEAD).ifPresent(head -> {
                throw new ConflictException(
                        "there is a namespace " + at.namespace() + " already, at " + at.trustRepository()
                                + "; nothing was overwritten",
                        "`bulla role` changes it");
            });
            OnlineKeys keys = new OnlineKeys(List.copyOf(signers));
            Map<RoleName, RoleFile> drafts = founding.drafts(now);
            checkComplete(keys, drafts);
            show.accept(lines(drafts, true));
            Map<RoleName, RoleFile> signed = signed(keys, drafts);
            Bytes root =
                    Optional.ofNullable(signed.get(RoleName.ROOT)).orElseThrow().bytes();
            Standing standing = new NamespaceRepository(store, root, OpenNamespace.pace(store.place()))
                    .publish(
                            FixedRoles.founding(signed),
                            new OnlineRoles(keys, founding.lives(), founding.origin(), now))
                    .standing()
                    .orElseThrow();
            trust.add(
                    new Trust.Wish(
                            at.namespace(), Optional.empty(), Optional.of(root), Optional.empty(), at.repository()),
                    now);
            return new Namespaces.Founded(
                    Digest.of(root), founding.origin(), at.trustRepository(), RoleStates.of(standing));
        }
    }

    Bytes stage(List<? extends Signer> signers, Consumer<List<String>> show) {
        Map<RoleName, RoleFile> drafts = founding.drafts(now);
        show.accept(lines(drafts, false));
        return StagedFounding.file(founding.origin(), signed(new OnlineKeys(List.copyOf(signers)), drafts));
    }

    private Map<RoleName, RoleFile> signed(OnlineKeys keys, Map<RoleName, RoleFile> drafts) {
        Map<RoleName, RoleFile> signed = new LinkedHashMap<>();
        drafts.forEach((role, file) -> signed.put(role, file.withSignatures(keys.of(keysOf(role)))));
        return signed;
    }

    private RoleKeys keysOf(RoleName role) {
        return switch (role.value()) {
            case "root" -> RoleKeys.of(founding.root().keys(), founding.root().threshold());
            case "targets" ->
                RoleKeys.of(founding.targets().keys(), founding.targets().threshold());
            case "snapshot", "timestamp" -> RoleKeys.of(founding.online(), 1);
            default -> RoleKeys.of(founding.releases(), 1);
        };
    }

    private void checkComplete(OnlineKeys keys, Map<RoleName, RoleFile> drafts) {
        List<RoleName> roles = new ArrayList<>(drafts.keySet());
        roles.add(RoleName.SNAPSHOT);
        for (RoleName role : roles) {
            RoleKeys needed = keysOf(role);
            if (!keys.canSign(needed)) {
                throw new KeyException(
                        role + " has to be signed by " + needed.threshold() + " of "
                                + needed.ids().size() + " keys, "
                                + keys.of(needed).size() + " of them given",
                        "write the roles to a file with --stage FILE, let the other holders sign it with `bulla role sign`,"
                                + " then `bulla role publish`");
            }
        }
    }

    /** What will be signed, and what that leaves open. */
    private List<String> lines(Map<RoleName, RoleFile> drafts, boolean online) {
        List<String> lines = new ArrayList<>();
        drafts.forEach((role, file) -> lines.add("will sign  " + role + " v1   " + holders(role)));
        if (online) {
            lines.add("will sign  snapshot v1, timestamp v1   " + holders(RoleName.SNAPSHOT));
        }
        if (founding.isTwoKeys()) {
            lines.add("note       the key of targets is in daily use: whoever steals it can publish anything until root"
                    + " replaces it; --targets-key keeps it apart");
        }
        return lines;
    }

    private String holders(RoleName role) {
        RoleKeys keys = keysOf(role);
        List<String> ids = new ArrayList<>();
        for (KeyId id : keys.ids()) {
            ids.add(id.value());
        }
        return keys.threshold() + " of " + ids.size() + " keys: " + String.join(", ", ids);
    }
}
