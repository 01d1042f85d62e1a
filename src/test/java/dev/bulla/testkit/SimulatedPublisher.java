package dev.bulla.testkit;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.PercentCode;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.tuf.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A live TUF repository in memory. Tests edit its documents as plain JSON and it signs them when they are asked for, so
 * that every kind of broken repository is one line away. It checks nothing.
 */
public final class SimulatedPublisher {
    /** The time of all tests. */
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Map<String, Json.Obj> documents = new LinkedHashMap<>();
    private final Map<String, List<Signer>> signers = new LinkedHashMap<>();
    private final List<Bytes> roots = new ArrayList<>();
    private final Map<String, Bytes> contents = new LinkedHashMap<>();
    private final Map<String, Bytes> replaced = new LinkedHashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<String, File> files = new HashMap<>();
    private boolean listsHashes = true;

    /** Root, timestamp, snapshot and targets in version 1, a key each, consistent, all hashes listed. */
    public SimulatedPublisher() {
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            documents.put(role, RoleDocuments.signedPart(role));
            signers.put(role, new ArrayList<>(List.of(TestKeys.seeded(role))));
        }
        edit(
                "root",
                root -> root.with("consistent_snapshot", new Json.Bool(true))
                        .with("keys", Json.Obj.empty())
                        .with("roles", Json.Obj.empty()));
        edit("targets", targets -> targets.with("targets", Json.Obj.empty()));
        edit("snapshot", snapshot -> snapshot.with("meta", Json.Obj.empty()));
        edit("timestamp", timestamp -> timestamp.with("meta", Json.Obj.empty()));
        signers.forEach((role, keys) -> authorize(role, 1, keys));
        roots.add(signed("root"));
        relist();
    }

    /** The {@code signed} part of a role as it stands. */
    public Json.Obj document(String role) {
        return Optional.ofNullable(documents.get(role)).orElseThrow();
    }

    /** Changes the {@code signed} part of a role; nothing else follows from it. */
    public SimulatedPublisher edit(String role, UnaryOperator<Json.Obj> change) {
        documents.put(role, change.apply(document(role)));
        return this;
    }

    /** Changes one member of the {@code signed} part. */
    public SimulatedPublisher set(String role, String member, Json value) {
        return edit(role, signed -> signed.with(member, value));
    }

    /** Lets a role expire. */
    public SimulatedPublisher expire(String role, Instant moment) {
        return set(role, "expires", Json.text(UtcTime.print(moment)));
    }

    /** The version of a role. */
    public long version(String role) {
        return ((Json.Whole) document(role).get("version").orElseThrow())
                .value()
                .longValueExact();
    }

    /** Sets the version of a role. */
    public SimulatedPublisher version(String role, long version) {
        return set(role, "version", Json.whole(version));
    }

    /** The keys with which a role is signed; a test may change the list without telling the delegator. */
    public List<Signer> signers(String role) {
        return signers.computeIfAbsent(role, name -> new ArrayList<>());
    }

    /** Lets root list these keys for a top-level role. */
    public SimulatedPublisher authorize(String role, int threshold, List<? extends Signer> keys) {
        return edit(
                "root",
                root -> root.with("keys", RoleDocuments.withKeys(root, keys))
                        .with(
                                "roles",
                                ((Json.Obj) root.get("roles").orElseThrow())
                                        .with(role, RoleDocuments.roleKeys(threshold, keys))));
    }

    /** New keys for a top-level role: root lists them, and they sign from now on. Root is not yet published. */
    public SimulatedPublisher rekey(String role, int threshold, Signer... keys) {
        signers.put(role, new ArrayList<>(List.of(keys)));
        return authorize(role, threshold, List.of(keys));
    }

    /** Publishes root as the next version, signed by its present signers and by {@code alsoBy}. */
    public SimulatedPublisher publishRoot(Signer... alsoBy) {
        version("root", version("root") + 1);
        List<Signer> all = new ArrayList<>(signers("root"));
        all.addAll(List.of(alsoBy));
        roots.add(RoleDocuments.sign(document("root"), all));
        return this;
    }

    /** All published roots; a test may change the list. */
    public List<Bytes> roots() {
        return roots;
    }

    /** {@code parent} delegates to {@code role}, which gets a key of its own and an empty file; {@code change} sees the entry. */
    public SimulatedPublisher delegate(String parent, String role, UnaryOperator<Json.Obj> change) {
        if (!documents.containsKey(role)) {
            documents.put(role, RoleDocuments.signedPart("targets").with("targets", Json.Obj.empty()));
            signers.put(role, new ArrayList<>(List.of(TestKeys.seeded(role))));
        }
        Json.Obj entry = change.apply(RoleDocuments.roleKeys(1, signers(role))
                .with("name", Json.text(role))
                .with("paths", RoleDocuments.texts("*")));
        return edit(parent, signed -> {
            Json.Obj delegations = (Json.Obj) signed.get("delegations")
                    .orElse(Json.Obj.empty().with("keys", Json.Obj.empty()).with("roles", new Json.Arr(List.of())));
            List<Json> roles =
                    new ArrayList<>(((Json.Arr) delegations.get("roles").orElseThrow()).items());
            roles.add(entry);
            return signed.with(
                    "delegations",
                    delegations
                            .with("keys", RoleDocuments.withKeys(delegations, signers(role)))
                            .with("roles", new Json.Arr(roles)));
        });
    }

    /** Lists a target and serves its content. */
    public SimulatedPublisher target(String role, String path, String content) {
        Bytes bytes = Bytes.utf8(content);
        String hash = HashFunction.SHA256.hash(bytes).hex();
        contents.put(path, bytes);
        contents.put(
                path.substring(0, path.lastIndexOf('/') + 1) + hash + "." + path.substring(path.lastIndexOf('/') + 1),
                bytes);
        return entry(
                role,
                path,
                Json.Obj.empty()
                        .with("length", Json.whole(bytes.length()))
                        .with("hashes", Json.Obj.empty().with("sha256", Json.text(hash))));
    }

    /** Lists a target whatever the entry says. */
    public SimulatedPublisher entry(String role, String path, Json entry) {
        return edit(
                role,
                signed ->
                        signed.with("targets", ((Json.Obj) signed.get("targets").orElseThrow()).with(path, entry)));
    }

    /** Whether snapshot and timestamp list length and hashes, or versions alone. */
    public SimulatedPublisher listsHashes(boolean lists) {
        listsHashes = lists;
        return this;
    }

    /** One version up for each of these roles, then for snapshot and timestamp, which list everything anew. */
    public SimulatedPublisher publish(String... changed) {
        for (String role : changed) {
            version(role, version(role) + 1);
        }
        version("snapshot", version("snapshot") + 1);
        version("timestamp", version("timestamp") + 1);
        return relist();
    }

    /** Lets snapshot and timestamp list what is there now, without changing versions. */
    public SimulatedPublisher relist() {
        Json.Obj meta = Json.Obj.empty();
        for (String role : documents.keySet()) {
            if (!List.of("root", "timestamp", "snapshot").contains(role)) {
                meta = meta.with(role + ".json", info(role));
            }
        }
        set("snapshot", "meta", meta);
        return set("timestamp", "meta", Json.Obj.empty().with("snapshot.json", info("snapshot")));
    }

    private Json.Obj info(String role) {
        Json.Obj info = Json.Obj.empty().with("version", Json.whole(version(role)));
        Bytes file = signed(role);
        return listsHashes
                ? info.with("length", Json.whole(file.length()))
                        .with(
                                "hashes",
                                Json.Obj.empty()
                                        .with(
                                                "sha256",
                                                Json.text(HashFunction.SHA256
                                                        .hash(file)
                                                        .hex())))
                : info;
    }

    /** The file of a role, signed by its present signers. */
    public Bytes signed(String role) {
        File known = files.get(role);
        File wanted = new File(document(role), List.copyOf(signers(role)), Bytes.empty());
        if (known != null
                && known.document().equals(wanted.document())
                && known.by().equals(wanted.by())) {
            return known.bytes();
        }
        Bytes made = RoleDocuments.sign(wanted.document(), wanted.by());
        files.put(role, new File(wanted.document(), wanted.by(), made));
        return made;
    }

    /** What was signed last: signing is the better part of the time of a test. */
    private record File(Json.Obj document, List<Signer> by, Bytes bytes) {}

    /** Serves {@code content} as this metadata file, whatever the documents say. */
    public SimulatedPublisher replace(String file, Bytes content) {
        replaced.put(file, content);
        return this;
    }

    /** Does not have this metadata file. */
    public SimulatedPublisher remove(String file) {
        removed.add(file);
        return this;
    }

    /** Serves {@code content} as the target, whatever the documents say. */
    public SimulatedPublisher replaceTarget(String address, String content) {
        contents.put(address, Bytes.utf8(content));
        return this;
    }

    /** A metadata file as a server has it. */
    public Optional<Bytes> metadata(String file) {
        if (removed.contains(file)) {
            return Optional.empty();
        }
        Bytes other = replaced.get(file);
        if (other != null) {
            return Optional.of(other);
        }
        for (int i = 0; i < roots.size(); i++) {
            if (file.equals(i + 1 + ".root.json")) {
                return Optional.of(roots.get(i));
            }
        }
        boolean consistent = document("root").get("consistent_snapshot").equals(Optional.of(new Json.Bool(true)));
        for (String role : documents.keySet()) {
            String name = PercentCode.name(role) + ".json";
            boolean versioned = consistent && !role.equals("timestamp");
            if (!role.equals("root") && file.equals(versioned ? version(role) + "." + name : name)) {
                return Optional.of(signed(role));
            }
        }
        return Optional.empty();
    }

    /** A target file as a server has it, by its address before encoding. */
    public Optional<Bytes> content(String address) {
        return Optional.ofNullable(contents.get(address));
    }

    /** Names of all roles. */
    public Set<String> roles() {
        return documents.keySet();
    }

    /** All targets by the addresses under which they are served. */
    public Map<String, Bytes> contents() {
        return contents;
    }
}
