package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Statement v1 with predicate link v0.3, converted to the link it is isomorphic to (intoto.md section 5.5): products
 * are the subject, materials the predicate's list of resource descriptors.
 */
final class StatementLink {
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    static final String PREDICATE_TYPE = "https://in-toto.io/attestation/link/v0.3";

    /** The other payload type that statements may have: {@code application/vnd.in-toto.<predicate>+json}. */
    private static final String OWN_TYPE = "application/vnd.in-toto.";

    private StatementLink() {}

    /**
     * The link that a statement stands for.
     *
     * @throws JsonException when it is no link statement, or a name is missing or repeated
     */
    static Link parse(Fields statement, String payloadType) {
        boolean ownType = payloadType.startsWith(OWN_TYPE) && payloadType.endsWith("+json");
        if (!ownType && !payloadType.equals(Payload.TYPE)) {
            throw JsonException.malformed("payload type " + Quoted.of(payloadType) + " is none of a statement");
        }
        statement.only("_type", "subject", "predicateType", "predicate");
        if (!statement.text("predicateType").equals(PREDICATE_TYPE)) {
            throw JsonException.malformed("predicate type " + Quoted.of(statement.text("predicateType")) + " is not '"
                    + PREDICATE_TYPE + "'");
        }
        statement.array("subject");
        Fields predicate =
                statement.object("predicate").only("name", "command", "materials", "byproducts", "environment");
        return new Link(
                predicate.text("name"),
                artifacts(predicate, "materials"),
                artifacts(statement, "subject"),
                predicate.has("command") ? predicate.texts("command") : List.of(),
                freeForm(predicate, "byproducts"),
                freeForm(predicate, "environment"));
    }

    private static Json.Obj freeForm(Fields predicate, String name) {
        return predicate.optionalObject(name).map(Fields::object).orElse(Json.Obj.empty());
    }

    private static Artifacts artifacts(Fields owner, String member) {
        SortedMap<String, Map<String, String>> read = new TreeMap<>();
        if (owner.has(member)) {
            owner.each(member, (descriptor, i) -> {
                descriptor.only("name", "digest", "uri", "content", "downloadLocation", "mediaType", "annotations");
                Fields digest = descriptor.object("digest");
                Map<String, String> hashes = new HashMap<>();
                digest.object().members().keySet().forEach(name -> hashes.put(name, digest.text(name)));
                if (read.put(descriptor.text("name"), hashes) != null) {
                    throw JsonException.malformed(
                            owner.place(member) + " names " + Quoted.of(descriptor.text("name")) + " twice");
                }
                return hashes;
            });
        }
        return new Artifacts(read);
    }
}
