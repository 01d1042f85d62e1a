package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import java.util.Optional;

/** Where links and sublayouts come from. Nothing it says is trusted: documents are verified, addresses only find them. */
@FunctionalInterface
public interface EvidenceSource {
    /**
     * A document as stored.
     *
     * @param place names the stored document; two addresses that share it count for one functionary (intoto.md D19)
     * @param content its bytes as received
     */
    record Stored(String place, Bytes content) {}

    /**
     * The document at an address, or empty when there is none.
     *
     * @throws dev.bulla.outcome.BullaException when it cannot be read; never because it is absent
     */
    Optional<Stored> find(EvidenceAddress address);
}
