package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.util.Optional;

/**
 * One signature of a DSSE envelope.
 *
 * @param keyId the id given, if any; an empty string in the document reads as none
 * @param value the raw signature
 */
public record DsseSignature(Optional<KeyId> keyId, Bytes value) {}
