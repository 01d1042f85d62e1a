package dev.bulla.testkit.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.PercentCode;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.Signer;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.UtcTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts of role documents as plain JSON, files signed by any keys, and a repository as a directory. */
public final class RoleDocuments {
    private RoleDocuments() {}

    /** What every role has; version 1, a month to live. */
    public static Json.Obj signedPart(String type) {
        return Json.Obj.empty()
                .with("_type", Json.text(type))
                .with("spec_version", Json.text("1.0.34"))
                .with("version", Json.whole(1))
                .with("expires", Json.text(UtcTime.print(SimulatedPublisher.NOW.plus(Duration.ofDays(30)))));
    }

    /** An object with keyids and threshold. */
    public static Json.Obj roleKeys(int threshold, List<? extends Signer> keys) {
        List<Json> ids = new ArrayList<>();
        keys.forEach(key -> ids.add(Json.text(key.keyId().value())));
        return Json.Obj.empty().with("keyids", new Json.Arr(ids)).with("threshold", Json.whole(threshold));
    }

    /** The member {@code keys} of {@code holder} with these added. */
    public static Json.Obj withKeys(Json.Obj holder, List<? extends Signer> keys) {
        Json.Obj all = (Json.Obj) holder.get("keys").orElse(Json.Obj.empty());
        for (Signer key : keys) {
            all = all.with(key.keyId().value(), key.publicKey().toJson());
        }
        return all;
    }

    /** An array of strings. */
    public static Json.Arr texts(String... texts) {
        List<Json> items = new ArrayList<>();
        for (String text : texts) {
            items.add(Json.text(text));
        }
        return new Json.Arr(items);
    }

    /** A file with this {@code signed} part. */
    public static Bytes sign(Json.Obj signed, List<? extends Signer> keys) {
        List<Json> signatures = new ArrayList<>();
        for (Signer key : keys) {
            signatures.add(KeyedSignature.by(key, OlpcWriter.write(signed)).toJson());
        }
        return file(signed, signatures);
    }

    /** A file with these signatures. */
    public static Bytes file(Json signed, List<Json> signatures) {
        return JcsWriter.write(
                Json.Obj.empty().with("signatures", new Json.Arr(signatures)).with("signed", signed));
    }

    /** Writes what a server would serve, for a person who wants to look: {@code metadata/} and {@code targets/}. */
    public static void dump(SimulatedPublisher publisher, Path directory) throws IOException {
        Path metadata = Files.createDirectories(directory.resolve("metadata"));
        for (int i = 0; i < publisher.roots().size(); i++) {
            Files.write(
                    metadata.resolve(i + 1 + ".root.json"),
                    publisher.roots().get(i).toByteArray());
        }
        for (String role : publisher.roles()) {
            String name = PercentCode.name(role) + ".json";
            for (String file : List.of(name, publisher.version(role) + "." + name)) {
                Optional<Bytes> content = publisher.metadata(file);
                if (content.isPresent()) {
                    Files.write(metadata.resolve(file), content.get().toByteArray());
                }
            }
        }
        for (Map.Entry<String, Bytes> content : publisher.contents().entrySet()) {
            Path file = directory.resolve("targets").resolve(content.getKey());
            Files.createDirectories(file.resolve("..").normalize());
            Files.write(file, content.getValue().toByteArray());
        }
    }
}
