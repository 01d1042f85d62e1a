package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.SimulatedPublisher;
import java.util.List;
import java.util.Optional;

/** Layouts, links, statements, owner keys: read or refused; and without an owner's key no layout is ever accepted. */
final class InTotoTarget implements FuzzTarget {
    private final JsonReader reader = JsonReader.with(JsonLimits.signed(1 << 20));

    @Override
    public void look(byte[] input) {
        Bytes file = Bytes.copyOf(input);
        attempt(() -> OwnerKeyFile.read(file));
        attempt(() -> InTotoLayout.read(reader.read(file)));
        attempt(() -> Link.read(reader.read(file)));
        attempt(() -> {
            UnverifiedDocument document = UnverifiedDocument.read(file);
            Held.that(!document.message().isEmpty(), "signatures over nothing");
        });
        LayoutVerdict verdict = LayoutVerifier.verify(
                VerificationRequest.of(file, List.of(), address -> Optional.empty(), SimulatedPublisher.NOW));
        Held.that(!(verdict instanceof LayoutVerdict.Accepted), "accepted without a key");
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (JsonException | RejectedException e) {
            Held.that(e.getMessage() != null, "refused without a word");
        }
    }

    @Override
    public List<Bytes> seeds() {
        String key = "\"" + "ab".repeat(32) + "\"";
        String layout = "{\"_type\":\"layout\",\"expires\":\"2030-01-01T00:00:00Z\",\"readme\":\"\",\"keys\":{},"
                + "\"steps\":[{\"_type\":\"step\",\"name\":\"build\",\"pubkeys\":[" + key + "],\"threshold\":1,"
                + "\"expected_command\":[\"make\"],\"expected_materials\":[[\"MATCH\",\"*\",\"IN\",\"src\",\"WITH\","
                + "\"PRODUCTS\",\"IN\",\"out\",\"FROM\",\"fetch\"],[\"DISALLOW\",\"*\"]],"
                + "\"expected_products\":[[\"CREATE\",\"a\"],[\"ALLOW\",\"[!b]*\"]]}],\"inspect\":[{\"_type\":"
                + "\"inspection\",\"name\":\"untar\",\"run\":[\"bulla:untar\",\"a.tar\"],\"expected_materials\":[],"
                + "\"expected_products\":[]}]}";
        String link = "{\"_type\":\"link\",\"name\":\"build\",\"command\":[\"make\"],\"materials\":{\"src/a\":{"
                + "\"sha256\":\"" + "0c".repeat(32) + "\"}},\"products\":{},\"byproducts\":{\"return-value\":0},"
                + "\"environment\":{}}";
        return List.of(
                Bytes.utf8(layout),
                Bytes.utf8(link),
                Bytes.utf8("{\"signed\":" + layout + ",\"signatures\":[{\"keyid\":" + key + ",\"sig\":\"00\"}]}"),
                Bytes.utf8("{\"signed\":" + link + ",\"signatures\":[]}"),
                Bytes.utf8("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[{"
                        + "\"keyid\":" + key + ",\"sig\":\"AA==\"}]}"),
                Bytes.utf8("{\"keyid\":" + key + ",\"keytype\":\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{"
                        + "\"public\":" + key + "}}"));
    }
}
