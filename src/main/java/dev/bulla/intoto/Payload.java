package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;

/** What a signed document says. */
sealed interface Payload {
    /** DSSE's payload type of layouts and links (intoto.md section 1). */
    String TYPE = "application/vnd.in-toto+json";

    /** A layout. */
    record OfLayout(InTotoLayout layout) implements Payload {}

    /** A link. */
    record OfLink(Link link) implements Payload {}

    /** A statement that is a link in the clothes of the attestation framework. */
    record OfStatement(Link link) implements Payload {}

    /**
     * Reads what a document says, whose signature has been checked.
     *
     * @throws JsonException when it is none of these or breaks their rules
     */
    static Payload of(SignedDocument document) {
        Fields fields = Fields.of(document.content().read(), "");
        String type = fields.text("_type");
        boolean dsse = document.form() == SignedDocument.Form.DSSE;
        if (dsse && type.equals(StatementLink.STATEMENT_TYPE)) {
            return new OfStatement(StatementLink.parse(fields, document.payloadType()));
        }
        if (dsse && !document.payloadType().equals(TYPE)) {
            throw JsonException.malformed(
                    "payload type is " + Quoted.of(document.payloadType()) + ", not '" + TYPE + "'");
        }
        Json signed = fields.object();
        return switch (type) {
            case "layout" -> new OfLayout(LayoutParser.parse(signed));
            case "link" -> new OfLink(LinkParser.parse(signed));
            default -> throw JsonException.malformed("_type is " + Quoted.of(type) + ", not layout or link");
        };
    }
}
