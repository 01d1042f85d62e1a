package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads DSSE envelopes and nothing that resembles one. */
final class DsseParser {
    private static final int MAX_PAYLOAD_TYPE = 255;

    private DsseParser() {}

    static Step<Dsse> parse(Bytes document, int maxBytes) {
        try {
            Json.Obj object = JsonReader.with(JsonLimits.signed(maxBytes)).readObject(document);
            Fields fields = Fields.of(object, "");
            if (fields.has("signed") && (fields.has("payload") || fields.has("payloadType"))) {
                return Step.refused(
                        ReasonCode.AMBIGUOUS, "document is both a DSSE envelope and a document with a signed member");
            }
            return Step.done(envelope(fields.only("payloadType", "payload", "signatures")));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(code, "DSSE envelope: " + e.getMessage());
        }
    }

    private static Dsse envelope(Fields fields) {
        String payloadType = fields.text("payloadType");
        if (payloadType.isEmpty() || payloadType.length() > MAX_PAYLOAD_TYPE || !printable(payloadType)) {
            throw JsonException.malformed("payloadType is not 1 to " + MAX_PAYLOAD_TYPE + " printable characters");
        }
        Bytes payload = base64(fields, "payload");
        if (fields.array("signatures").size() > SignatureCount.MAX_SIGNATURES) {
            throw JsonException.limit(
                    "more than " + SignatureCount.MAX_SIGNATURES + " signatures; that is all that is looked at");
        }
        List<DsseSignature> signatures = fields.each("signatures", (entry, i) -> signature(entry));
        if (signatures.isEmpty()) {
            throw JsonException.malformed("signatures is empty");
        }
        return new Dsse(payloadType, payload, signatures);
    }

    private static DsseSignature signature(Fields entry) {
        entry.only("keyid", "sig");
        Optional<String> keyId = entry.optionalText("keyid").filter(text -> !text.isEmpty());
        if (keyId.isPresent() && keyId.get().length() > KeyId.MAX_LENGTH) {
            throw JsonException.limit(entry.place("keyid") + " is longer than " + KeyId.MAX_LENGTH + " characters");
        }
        Bytes value = base64(entry, "sig");
        if (value.isEmpty()) {
            throw JsonException.malformed(entry.place("sig") + " is empty");
        }
        return new DsseSignature(keyId.map(KeyId::new), value);
    }

    /** Standard or URL-safe alphabet with its padding; both alphabets in one text, or white space, are refused. */
    private static Bytes base64(Fields fields, String name) {
        String text = fields.text(name);
        if (text.length() % 4 != 0) {
            throw JsonException.malformed(fields.place(name) + " is not padded base64"); // as every peer has it
        }
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            return Bytes.adopt(decoder.decode(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw JsonException.malformed(fields.place(name) + " is not base64 in one alphabet");
        }
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
