package dev.bulla.adversary;

import dev.bulla.attach.EvidencePaths;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.trust.LockedRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles of a namespace: top-level targets holds layouts, the releases role what is released; a thief can sign them. */
final class Roles {
    static final String RELEASES = "targets/releases";
    private static final Signer THIEF = TestKeys.seeded("thief");

    private final SimulatedNamespace namespace;
    private final String origin;

    Roles(String origin) {
        this.origin = origin;
        this.namespace = new SimulatedNamespace(origin);
        publisher()
                .delegate(
                        "targets",
                        RELEASES,
                        entry -> entry.with(
                                "paths",
                                RoleDocuments.texts(origin + "/*:*", origin + "/*/in-toto-metadata/*/*.link")));
        publisher().publish("targets");
    }

    SimulatedPublisher publisher() {
        return namespace.publisher();
    }

    Bytes root() {
        return namespace.root();
    }

    /** The files as they stand. */
    List<RoleLayer> files() {
        return namespace.layers();
    }

    void sign(String name, Manifest artifact) {
        namespace.sign(RELEASES, name, artifact);
    }

    void signBundle(String name, Bytes bundle, Manifest index) {
        namespace.signBundle(RELEASES, name, bundle, index);
    }

    /** Documents by target path: layout and owner's key in top-level targets, the links with the artifact. */
    Map<String, Bytes> bind(String name, String contentSha256, BundleChain chain) {
        EvidencePaths paths = EvidencePaths.of(name);
        Map<String, Bytes> documents = new LinkedHashMap<>();
        documents.put(paths.layout("root.layout"), chain.layout());
        documents.put(paths.key("owner.pub"), chain.ownerKey());
        documents.put(paths.links(contentSha256) + chain.tagFile(), chain.tagLink());
        documents.put(paths.links(contentSha256) + chain.packageFile(), chain.packageLink());
        List<String> names = List.copyOf(documents.keySet());
        String repository = name.substring(0, name.lastIndexOf(':'));
        Json.Obj binding = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts(repository + ":*"))
                .with("in-toto", RoleDocuments.texts(names.get(1)));
        publisher().entry("targets", names.get(0), entry(chain.layout()).with("custom", binding));
        publisher().entry("targets", names.get(1), entry(chain.ownerKey()));
        publisher().entry(RELEASES, names.get(2), entry(chain.tagLink()));
        publisher().entry(RELEASES, names.get(3), entry(chain.packageLink()));
        Json.Obj targets =
                (Json.Obj) publisher().document(RELEASES).get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(name).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        publisher()
                .entry(
                        RELEASES,
                        name,
                        entry.with("custom", custom.with("in-toto", RoleDocuments.texts(names.get(2), names.get(3)))));
        publisher().publish("targets", RELEASES);
        return documents;
    }

    private static Json.Obj entry(Bytes content) {
        return Json.Obj.empty()
                .with("length", Json.whole(content.length()))
                .with(
                        "hashes",
                        Json.Obj.empty()
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256
                                                .hash(content)
                                                .hex())));
    }

    /** The files as somebody makes them who has stolen these roles' keys and lists {@code evil} in {@code role}. */
    List<RoleLayer> forged(Set<String> stolen, String role, String name, Manifest evil) {
        Map<String, Json.Obj> honest = new LinkedHashMap<>();
        Map<String, List<Signer>> signers = new LinkedHashMap<>();
        for (String each : List.of("timestamp", "snapshot", role)) {
            honest.put(each, publisher().document(each));
            signers.put(each, new ArrayList<>(publisher().signers(each)));
            if (!stolen.contains(each)) {
                publisher().signers(each).clear();
                publisher().signers(each).add(THIEF);
            }
        }
        if (role.equals("targets")) {
            publisher().set("targets", "targets", Json.Obj.empty()); // the layouts go with it
        }
        namespace.sign(role, name, evil);
        List<RoleLayer> files = files();
        honest.forEach((each, document) -> {
            publisher().edit(each, forged -> document);
            publisher().signers(each).clear();
            publisher().signers(each).addAll(signers.getOrDefault(each, List.of()));
        });
        return files;
    }

    /** What a {@code trust.lock} keeps of the roles as they stand. */
    LockedRepository lock() {
        Bytes root = root();
        return new LockedRepository(
                new LockedRepository.LockedRoot(
                        1, HashFunction.SHA256.hash(root).hex()),
                publisher().version("timestamp"),
                publisher().version("snapshot"),
                Map.of(
                        "targets",
                        publisher().version("targets"),
                        RELEASES,
                        publisher().version(RELEASES)),
                keyIds("timestamp"),
                keyIds("snapshot"),
                Map.of(),
                SimulatedPublisher.NOW);
    }

    private List<String> keyIds(String role) {
        return publisher().signers(role).stream()
                .map(signer -> signer.keyId().value())
                .toList();
    }

    /** The namespace's repository in words. */
    String origin() {
        return origin;
    }
}
