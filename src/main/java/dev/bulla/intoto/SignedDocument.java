package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A layout, link or statement with its signatures, in either envelope (intoto.md section 5). What it says is to be read
 * only after a signature verified.
 *
 * @param form which envelope
 * @param payloadType DSSE's payload type; empty for a Metablock
 * @param message what the signatures cover: canonical JSON of the tree as received, or DSSE's pre-authentication encoding
 * @param content the signed value as received
 * @param entries the signatures in order
 */
record SignedDocument(Form form, String payloadType, Bytes message, Content content, List<Entry> entries) {
    /** The envelopes. */
    enum Form {
        /** {@code {"signatures","signed"}}. */
        METABLOCK,
        /** {@code {"payload","payloadType","signatures"}}. */
        DSSE
    }

    /** Reads the signed value; a DSSE payload is parsed no earlier than this is called. */
    @FunctionalInterface
    interface Content {
        Json read();
    }

    /**
     * One signature.
     *
     * @param keyId the key it names; none for a DSSE entry without one
     * @param value the raw signature; none for forms that count for nothing
     */
    record Entry(Optional<KeyId> keyId, Optional<Bytes> value) {}

    SignedDocument {
        entries = List.copyOf(entries);
    }

    /**
     * Returns normally when {@code key}, known by one of {@code ids}, signed this document. The first entry that names the
     * key is the one that counts (intoto.md section 2 step 1, D33, D39).
     */
    void verify(Set<KeyId> ids, PublicKey key) throws SignatureMismatch {
        for (Entry entry : entries) {
            if (entry.keyId().isPresent() && ids.contains(entry.keyId().get())) {
                if (entry.value().isEmpty()) {
                    throw new SignatureMismatch("the signature is of a kind that counts for nothing");
                }
                key.verify(message, entry.value().get());
                return;
            }
        }
        throw new SignatureMismatch("no signature names the key");
    }

    /** Returns normally when any entry is a signature by {@code key}; for statements, where key ids are hints. */
    void verifyByAny(PublicKey key) throws SignatureMismatch {
        for (Entry entry : entries) {
            if (entry.value().isPresent()) {
                try {
                    key.verify(message, entry.value().get());
                    return;
                } catch (SignatureMismatch notThisOne) {
                    // another entry may be the key's
                }
            }
        }
        throw new SignatureMismatch("no signature verifies under the key");
    }
}
