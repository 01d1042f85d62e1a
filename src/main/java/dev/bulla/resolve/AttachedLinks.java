package dev.bulla.resolve;

import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.outcome.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Attached links as evidence for one layout, where no TUF list says which take part. Anybody who can write to the repository
 * can attach more at the same address: among several the first counts that the addressed key signed, so that strangers can
 * add nothing. What counts in the end is decided by the verifier.
 */
final class AttachedLinks implements EvidenceSource {
    private final Evidence evidence;
    private final Map<List<Parent>, Map<KeyId, PublicKey>> keys = new HashMap<>();

    /** Links for the layout in {@code document}, which need not be verified yet: it is verified before a link counts. */
    AttachedLinks(Evidence evidence, UnverifiedDocument document) {
        this.evidence = evidence;
        keys.put(List.of(), document.layout().keys());
    }

    @Override
    public Optional<Stored> find(EvidenceAddress address) {
        List<EvidenceLayer> candidates = evidence.at(address);
        Optional<EvidenceLayer> chosen = candidates.size() > 1
                ? candidates.stream()
                        .filter(layer -> isSigned(layer, address))
                        .findFirst()
                        .or(() -> Optional.of(candidates.getFirst()))
                : candidates.stream().findFirst();
        // a document that two signed is attached for each of them, and counts for each at its own address
        return chosen.map(layer -> new Stored(address.toString(), evidence.content(layer)));
    }

    private boolean isSigned(EvidenceLayer layer, EvidenceAddress address) {
        PublicKey key = keysOf(address.parents()).get(address.keyId());
        if (key == null) {
            return false;
        }
        try {
            UnverifiedDocument.read(evidence.content(layer)).verify(Set.of(address.keyId()), key);
            return true;
        } catch (SignatureMismatch | RejectedException notThisOne) {
            return false;
        }
    }

    /** The functionaries' keys of the layout below these parents, as it says itself. */
    private Map<KeyId, PublicKey> keysOf(List<Parent> parents) {
        Map<KeyId, PublicKey> known = keys.get(parents);
        if (known != null) {
            return known;
        }
        Parent last = parents.getLast();
        EvidenceAddress above = new EvidenceAddress(parents.subList(0, parents.size() - 1), last.step(), last.keyId());
        Map<KeyId, PublicKey> read =
                find(above).map(stored -> keysIn(stored.content())).orElse(Map.of());
        keys.put(parents, read);
        return read;
    }

    private static Map<KeyId, PublicKey> keysIn(Bytes sublayout) {
        try {
            return UnverifiedDocument.read(sublayout).layout().keys();
        } catch (RejectedException e) {
            return Map.of();
        }
    }
}
