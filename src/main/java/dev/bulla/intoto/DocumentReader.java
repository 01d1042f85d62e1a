package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.DsseSignature;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells the two envelopes apart and reads them strictly (intoto.md sections 5.1 to 5.3, D9 to D14, D32). */
final class DocumentReader {
    private final JsonLimits metablock;
    private final JsonLimits payload;

    DocumentReader(InTotoLimits limits) {
        this.metablock = JsonLimits.signed(limits.maxDocumentBytes()).numbers(JsonLimits.Numbers.ANY_INTEGERS);
        this.payload = metablock.numbers(JsonLimits.Numbers.ALL); // nothing is canonicalised there
    }

    /**
     * The document with its signatures, none of them checked.
     *
     * @throws JsonException when it is neither envelope or breaks its rules
     * @throws RejectedException when it is both, or a DSSE envelope that breaks its rules
     */
    SignedDocument read(Bytes document) {
        Fields fields = Fields.of(JsonReader.with(metablock).read(document), "");
        boolean dsse = fields.has("payload") || fields.has("payloadType");
        if (dsse && fields.has("signed")) {
            throw new RejectedException(ReasonCode.AMBIGUOUS, "document is both a DSSE envelope and a Metablock");
        }
        return dsse ? dsse(document) : metablock(fields);
    }

    private SignedDocument metablock(Fields fields) {
        fields.only("signatures", "signed");
        Json.Obj signed = fields.object("signed").object();
        if (fields.array("signatures").size() > SignatureCount.MAX_SIGNATURES) {
            throw JsonException.limit("more than " + SignatureCount.MAX_SIGNATURES + " signatures");
        }
        List<SignedDocument.Entry> entries = fields.each("signatures", (entry, i) -> entry(entry));
        return new SignedDocument(SignedDocument.Form.METABLOCK, "", OlpcWriter.write(signed), () -> signed, entries);
    }

    /** Signatures by PGP ({@code other_headers}) and with X.509 certificates are known and count for nothing. */
    private static SignedDocument.Entry entry(Fields entry) {
        if (entry.has("other_headers")) {
            entry.only("keyid", "sig", "signature", "short_keyid", "other_headers");
            return new SignedDocument.Entry(
                    Optional.of(LayoutParser.keyId(entry.text("keyid"), entry.place("keyid"))), Optional.empty());
        }
        boolean certified = entry.has("cert");
        if (certified) {
            entry.only("keyid", "sig", "cert");
        } else {
            entry.only("keyid", "sig");
        }
        LayoutParser.keyId(entry.text("keyid"), entry.place("keyid"));
        KeyedSignature signature = KeyedSignature.read(entry);
        if (signature.value().isEmpty()) {
            throw JsonException.malformed(entry.place("sig") + " is not hexadecimal");
        }
        return new SignedDocument.Entry(
                Optional.of(signature.keyId()), certified ? Optional.empty() : signature.value());
    }

    private SignedDocument dsse(Bytes document) {
        Dsse envelope = Dsse.parse(document, metablock.maxBytes()).orThrow();
        List<SignedDocument.Entry> entries = new ArrayList<>();
        for (DsseSignature signature : envelope.signatures()) {
            entries.add(new SignedDocument.Entry(signature.keyId(), Optional.of(signature.value())));
        }
        return new SignedDocument(
                SignedDocument.Form.DSSE,
                envelope.payloadType(),
                envelope.message(),
                () -> JsonReader.with(payload).read(envelope.payload()),
                entries);
    }
}
