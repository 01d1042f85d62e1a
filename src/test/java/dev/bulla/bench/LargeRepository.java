package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.PercentCode;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A repository with many targets as a directory of metadata, signed, consistent, with length and hash of every role, as
 * Bulla writes them. An entry has about 151 bytes, those of the published figures of other clients.
 */
final class LargeRepository {
    private final Path directory;
    private final Signer key;
    private final Map<String, Bytes> files = new TreeMap<>();

    private LargeRepository(Path directory, KeyKind kind) {
        this.directory = directory;
        this.key = TestKeys.seeded(kind, "bench");
    }

    /** The path of target {@code number}. */
    static String path(int number) {
        return String.format(Locale.ROOT, "packages/%08d/helloworld-1.0.0.tar.gz", number);
    }

    /** All targets in one file. */
    static void flat(Path directory, int targets, KeyKind kind) throws IOException {
        LargeRepository repository = new LargeRepository(directory, kind);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            paths.add(path(i));
        }
        repository.targets("targets", paths);
        repository.writeAll(1);
    }

    /** Targets in {@code 2^bits} bins behind {@code succinct_roles} (TAP 15). */
    static void binned(Path directory, int targets, int bits) throws IOException {
        LargeRepository repository = new LargeRepository(directory, KeyKind.ECDSA_P256);
        List<List<String>> bins = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            bins.add(new ArrayList<>());
        }
        for (int i = 0; i < targets; i++) {
            String path = path(i);
            Bytes hash = HashFunction.SHA256.hash(Bytes.utf8(path));
            int first = (hash.at(0) & 0xFF) << 16 | (hash.at(1) & 0xFF) << 8 | (hash.at(2) & 0xFF);
            bins.get(first >>> (24 - bits)).add(path);
        }
        int digits = (bits + 3) / 4;
        for (int i = 0; i < bins.size(); i++) {
            repository.targets("bins-" + String.format(Locale.ROOT, "%0" + digits + "x", i), bins.get(i));
        }
        Json.Obj succinct = RoleDocuments.roleKeys(1, List.of(repository.key))
                .with("bit_length", Json.whole(bits))
                .with("name_prefix", Json.text("bins"));
        Json.Obj delegations = Json.Obj.empty()
                .with("keys", RoleDocuments.withKeys(Json.Obj.empty(), List.of(repository.key)))
                .with("succinct_roles", succinct);
        repository.files.put(
                "targets",
                repository.signed(RoleDocuments.signedPart("targets")
                        .with("delegations", delegations)
                        .with("targets", Json.Obj.empty())));
        repository.writeAll(1);
    }

    private void targets(String role, List<String> paths) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(paths.size() * 152 + 1000);
        put(signed, "{\"_type\":\"targets\",\"expires\":\"2036-01-01T00:00:00Z\",");
        put(signed, "\"spec_version\":\"1.0.34\",\"targets\":{");
        for (int i = 0; i < paths.size(); i++) {
            put(signed, i == 0 ? "\"" : ",\"");
            put(signed, paths.get(i));
            put(signed, "\":{\"hashes\":{\"sha256\":\"");
            put(signed, HashFunction.SHA256.hash(Bytes.utf8(paths.get(i))).hex());
            put(signed, "\"},\"length\":123456}");
        }
        put(signed, "},\"version\":1}");
        files.put(role, signed(signed.toByteArray()));
    }

    private static void put(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
    }

    /** The file around these canonical bytes. */
    private Bytes signed(byte[] canonical) {
        Json.Obj signature = KeyedSignature.by(key, Bytes.adopt(canonical)).toJson();
        ByteArrayOutputStream file = new ByteArrayOutputStream(canonical.length + 400);
        put(file, "{\"signatures\":[");
        file.writeBytes(OlpcWriter.write(signature).toByteArray());
        put(file, "],\"signed\":");
        file.writeBytes(canonical);
        put(file, "}");
        return Bytes.adopt(file.toByteArray());
    }

    private Bytes signed(Json.Obj document) {
        return RoleDocuments.sign(document.with("expires", Json.text("2036-01-01T00:00:00Z")), List.of(key));
    }

    private void writeAll(int version) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, Bytes> file : files.entrySet()) {
            write("1." + PercentCode.name(file.getKey()) + ".json", file.getValue());
        }
        Json.Obj roles = Json.Obj.empty();
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            roles = roles.with(role, RoleDocuments.roleKeys(1, List.of(key)));
        }
        write(
                "1.root.json",
                signed(RoleDocuments.signedPart("root")
                        .with("keys", RoleDocuments.withKeys(Json.Obj.empty(), List.of(key)))
                        .with("consistent_snapshot", new Json.Bool(true))
                        .with("roles", roles)));
        Map<String, Json> meta = new TreeMap<>();
        files.forEach((role, file) -> meta.put(role + ".json", info(file)));
        Bytes snapshot = signed(RoleDocuments.signedPart("snapshot").with("meta", new Json.Obj(meta)));
        write(version + ".snapshot.json", snapshot);
        write(
                "timestamp.json",
                signed(RoleDocuments.signedPart("timestamp")
                        .with("meta", Json.Obj.empty().with("snapshot.json", info(snapshot)))));
    }

    private static Json.Obj info(Bytes file) {
        return Json.Obj.empty()
                .with(
                        "hashes",
                        Json.Obj.empty()
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256.hash(file).hex())))
                .with("length", Json.whole(file.length()))
                .with("version", Json.whole(1));
    }

    private void write(String name, Bytes content) throws IOException {
        Files.write(directory.resolve(name), content.toByteArray());
    }
}
