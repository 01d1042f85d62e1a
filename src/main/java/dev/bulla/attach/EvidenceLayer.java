package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A layer of an evidence manifest: a document that can be fetched, and what is said about it. Hints that have not their
 * form are no hints; the document can still be found by its digest.
 *
 * @param manifest the evidence manifest
 * @param blob the document
 */
public record EvidenceLayer(Digest manifest, Descriptor blob) {
    /** What it is good for, as its type and hints say. */
    public EvidenceUse use() {
        MediaType type = blob.mediaType();
        if (address().isPresent()) {
            return EvidenceUse.STEP;
        }
        if (type.equals(EvidenceTypes.LAYOUT) || type.equals(EvidenceTypes.DSSE)) {
            return EvidenceUse.LAYOUT;
        }
        if (type.equals(EvidenceTypes.LINK)) {
            return EvidenceUse.STEP;
        }
        return EvidenceTypes.isStatement(type) ? EvidenceUse.STATEMENT : EvidenceUse.KEY;
    }

    /** The target path or file name that it is said to have. */
    public Optional<String> fileName() {
        return hint(Annotations.FILE_NAME);
    }

    /** Where it is said to stand in a chain. */
    public Optional<EvidenceAddress> address() {
        Optional<String> step = hint(Annotations.STEP);
        Optional<KeyId> keyId = hint(Annotations.STEP_KEY).flatMap(EvidenceLayer::keyId);
        Optional<List<Parent>> parents = parents(hint(Annotations.PARENT).orElse(""));
        if (step.isEmpty() || keyId.isEmpty() || parents.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EvidenceAddress(parents.get(), step.get(), keyId.get()));
    }

    private Optional<String> hint(String name) {
        return Optional.ofNullable(blob.annotations().get(name)).filter(text -> !text.isEmpty());
    }

    /** The annotations of a document. */
    static Map<String, String> hints(EvidenceDocument document) {
        Map<String, String> hints = new TreeMap<>();
        document.fileName().ifPresent(name -> hints.put(Annotations.FILE_NAME, name));
        document.address().ifPresent(address -> {
            hints.put(Annotations.STEP, address.step());
            hints.put(Annotations.STEP_KEY, address.keyId().value());
            if (!address.parents().isEmpty()) {
                hints.put(
                        Annotations.PARENT,
                        String.join(
                                "/",
                                address.parents().stream().map(Parent::toString).toList()));
            }
        });
        return hints;
    }

    /** Steps may have dots and never slashes; key ids have neither. */
    private static Optional<List<Parent>> parents(String text) {
        List<Parent> parents = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(parents);
        }
        for (String segment : text.split("/", InTotoLimits.MAX_DEPTH + 2)) {
            int dot = segment.lastIndexOf('.');
            Optional<KeyId> keyId = keyId(segment.substring(dot + 1));
            if (dot <= 0 || keyId.isEmpty() || parents.size() > InTotoLimits.MAX_DEPTH) {
                return Optional.empty();
            }
            parents.add(new Parent(segment.substring(0, dot), keyId.get()));
        }
        return Optional.of(parents);
    }

    private static Optional<KeyId> keyId(String text) {
        return text.isEmpty() || text.length() > KeyId.MAX_LENGTH ? Optional.empty() : Optional.of(new KeyId(text));
    }
}
