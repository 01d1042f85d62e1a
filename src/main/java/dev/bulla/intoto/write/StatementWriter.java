package dev.bulla.intoto.write;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.Signer;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Link;
import dev.bulla.json.Json;
import dev.bulla.json.PlainWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes statements of the attestation framework, version 1, in DSSE (intoto.md section 5.5). */
public final class StatementWriter {
    /** {@code _type} of a statement. */
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    /** The predicate that is a link in the clothes of the framework. */
    public static final String LINK_PREDICATE = "https://in-toto.io/attestation/link/v0.3";

    private StatementWriter() {}

    /** A statement about {@code subject}; the predicate is any document, numbers with fractions included. */
    public static Json.Obj statement(Artifacts subject, String predicateType, Json.Obj predicate) {
        return Json.Obj.empty()
                .with("_type", Json.text(TYPE))
                .with("subject", descriptors(subject))
                .with("predicateType", Json.text(predicateType))
                .with("predicate", predicate);
    }

    /** The statement that stands for a link: products become the subject. */
    public static Json.Obj ofLink(Link link) {
        List<Json> words = new ArrayList<>();
        link.command().forEach(word -> words.add(Json.text(word)));
        return statement(
                link.products(),
                LINK_PREDICATE,
                Json.Obj.empty()
                        .with("name", Json.text(link.name()))
                        .with("command", new Json.Arr(words))
                        .with("materials", descriptors(link.materials()))
                        .with("byproducts", link.byproducts())
                        .with("environment", link.environment()));
    }

    /** The envelope of a statement, signed by each of {@code signers}. */
    public static Bytes sign(Json.Obj statement, List<? extends Signer> signers) {
        return DocumentWriter.readable(Dsse.sign(DocumentWriter.PAYLOAD_TYPE, PlainWriter.write(statement), signers)
                .toBytes());
    }

    private static Json.Arr descriptors(Artifacts artifacts) {
        List<Json> descriptors = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> artifact :
                artifacts.hashes().entrySet()) {
            Json.Obj digest = Json.Obj.empty();
            for (Map.Entry<String, String> hash : artifact.getValue().entrySet()) {
                digest = digest.with(hash.getKey(), Json.text(hash.getValue()));
            }
            descriptors.add(
                    Json.Obj.empty().with("name", Json.text(artifact.getKey())).with("digest", digest));
        }
        return new Json.Arr(descriptors);
    }
}
