package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;

/**
 * A document that counts: authorised, signed, well-formed.
 *
 * @param address where it was found
 * @param digest sha256 of its bytes
 * @param key the functionary's key that signed it
 * @param document the document
 * @param payload what it says
 */
record Kept(EvidenceAddress address, Bytes digest, PublicKey key, SignedDocument document, Payload payload) {}
