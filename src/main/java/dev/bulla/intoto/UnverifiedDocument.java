package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A layout, link or statement as it stands in a file: for showing it, and for adding a signature to it. Nothing of it is
 * verified, so no decision may rest on it; {@link LayoutVerifier} is the way to one that may.
 */
public final class UnverifiedDocument {
    private final SignedDocument document;
    private final Json.Obj signed;

    private UnverifiedDocument(SignedDocument document, Json.Obj signed) {
        this.document = document;
        this.signed = signed;
    }

    /**
     * Reads either envelope strictly (intoto.md section 5).
     *
     * @throws RejectedException when it is no such document
     */
    public static UnverifiedDocument read(Bytes file) {
        return refusing(() -> {
            SignedDocument document = new DocumentReader(InTotoLimits.standard()).read(file);
            return new UnverifiedDocument(
                    document, Fields.of(document.content().read(), "").object());
        });
    }

    /** True for DSSE, false for a Metablock. */
    public boolean isDsse() {
        return document.form() == SignedDocument.Form.DSSE;
    }

    /** DSSE's payload type; empty for a Metablock. */
    public String payloadType() {
        return document.payloadType();
    }

    /** What the signatures cover. */
    public Bytes message() {
        return document.message();
    }

    /** What is said, as parsed. */
    public Json.Obj signed() {
        return signed;
    }

    /** The member {@code _type}: {@code layout}, {@code link}, or the type of a statement. */
    public String type() {
        return signed.members().get("_type") instanceof Json.Text text ? text.value() : "";
    }

    /** The key ids beside the signatures, which nobody checked. */
    public List<KeyId> claimedSigners() {
        List<KeyId> ids = new ArrayList<>();
        document.entries().forEach(entry -> entry.keyId().ifPresent(ids::add));
        return ids;
    }

    /**
     * The layout that this is.
     *
     * @throws RejectedException when it is none, or not a good one
     */
    public InTotoLayout layout() {
        return refusing(() -> {
            if (Payload.of(document) instanceof Payload.OfLayout layout) {
                return layout.layout();
            }
            throw wrong("layout");
        });
    }

    /**
     * The link that this is.
     *
     * @throws RejectedException when it is none, or not a good one
     */
    public Link link() {
        return refusing(() -> {
            if (Payload.of(document) instanceof Payload.OfLink link) {
                return link.link();
            }
            throw wrong("link");
        });
    }

    /**
     * Returns normally when {@code key} signed this under one of {@code ids}.
     *
     * @throws SignatureMismatch in every other case
     */
    public void verify(Set<KeyId> ids, PublicKey key) throws SignatureMismatch {
        document.verify(ids, key);
    }

    private JsonException wrong(String due) {
        return JsonException.malformed("the document is no " + due + " but a " + Quoted.of(type()));
    }

    private static <T> T refusing(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonException e) {
            throw new RejectedException(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
