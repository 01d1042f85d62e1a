package dev.bulla.intoto.write;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.DsseSignature;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.Signer;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs documents and adds signatures to them (intoto.md sections 5.1 and 5.3). */
public final class DocumentWriter {
    /** DSSE's payload type of layouts, links and statements (intoto.md section 1). */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private DocumentWriter() {}

    /** A link, signed by each of {@code signers}. */
    public static Bytes link(Link link, Envelope envelope, List<? extends Signer> signers) {
        return envelope == Envelope.STATEMENT
                ? StatementWriter.sign(StatementWriter.ofLink(link), signers)
                : write(link.toJson(), envelope, signers);
    }

    /**
     * The document that says {@code signed}, a layout or link, with a signature by each of {@code signers}.
     *
     * @throws IllegalArgumentException for the envelope of statements, which is for links alone
     */
    public static Bytes write(Json.Obj signed, Envelope envelope, List<? extends Signer> signers) {
        return switch (envelope) {
            case STATEMENT -> throw new IllegalArgumentException("a statement holds a link");
            case DSSE ->
                readable(Dsse.sign(PAYLOAD_TYPE, PlainWriter.write(signed), signers)
                        .toBytes());
            case METABLOCK -> {
                Bytes message = OlpcWriter.write(signed);
                List<Json> entries = new ArrayList<>();
                for (Signer signer : signers) {
                    entries.add(KeyedSignature.by(signer, message).toJson());
                }
                yield metablock(entries, signed);
            }
        };
    }

    /**
     * The same document with further signatures. What it says stays as it is, and so do the signatures of others; an
     * earlier one under the same id is replaced.
     *
     * @throws RejectedException when {@code document} is no signed document
     */
    public static Bytes add(Bytes document, List<? extends Signer> signers) {
        UnverifiedDocument open = UnverifiedDocument.read(document);
        return open.isDsse() ? addToDsse(document, signers) : addToMetablock(document, open, signers);
    }

    private static Bytes addToDsse(Bytes document, List<? extends Signer> signers) {
        Dsse envelope = Dsse.parse(document, InTotoLimits.MAX_DOCUMENT_BYTES).orThrow();
        Dsse more = Dsse.sign(envelope.payloadType(), envelope.payload(), signers);
        List<DsseSignature> all = new ArrayList<>(envelope.signatures());
        all.removeIf(old ->
                more.signatures().stream().anyMatch(fresh -> fresh.keyId().equals(old.keyId())));
        all.addAll(more.signatures());
        return new Dsse(envelope.payloadType(), envelope.payload(), all).toBytes();
    }

    private static Bytes addToMetablock(Bytes document, UnverifiedDocument open, List<? extends Signer> signers) {
        JsonLimits limits = JsonLimits.signed(InTotoLimits.MAX_DOCUMENT_BYTES).numbers(JsonLimits.Numbers.ANY_INTEGERS);
        List<Json> entries = new ArrayList<>(
                Fields.of(JsonReader.with(limits).read(document), "").array("signatures"));
        for (Signer signer : signers) {
            entries.removeIf(old -> idOf(old).equals(Optional.of(signer.keyId())));
            entries.add(KeyedSignature.by(signer, open.message()).toJson());
        }
        return metablock(entries, open.signed());
    }

    private static Optional<KeyId> idOf(Json entry) {
        return Optional.of(new KeyId(Fields.of(entry, "signature").text("keyid")));
    }

    /** Written with escapes, since canonical JSON with control characters in it is no JSON; the values are the same. */
    private static Bytes metablock(List<Json> signatures, Json.Obj signed) {
        return readable(PlainWriter.write(
                Json.Obj.empty().with("signatures", new Json.Arr(signatures)).with("signed", signed)));
    }

    /** Refuses what no verifier would read. */
    static Bytes readable(Bytes document) {
        if (document.length() > InTotoLimits.MAX_DOCUMENT_BYTES) {
            throw new RejectedException(
                    ReasonCode.LIMIT_EXCEEDED,
                    "the document would have " + document.length() + " bytes, verifiers read "
                            + InTotoLimits.MAX_DOCUMENT_BYTES);
        }
        return document;
    }
}
