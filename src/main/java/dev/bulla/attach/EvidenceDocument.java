package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.oci.MediaType;
import java.util.Optional;

/**
 * A document of evidence on its way to an artifact. What it is called and where it stands in a chain are hints for whoever
 * looks for it; what counts is signed inside.
 *
 * @param use what it is good for
 * @param mediaType what it is written in; a hint
 * @param content its bytes as received
 * @param fileName the target path or file name; a hint
 * @param address where a link or sublayout stands in its chain; a hint
 */
public record EvidenceDocument(
        EvidenceUse use,
        MediaType mediaType,
        Bytes content,
        Optional<String> fileName,
        Optional<EvidenceAddress> address) {
    /** A document without hints. */
    public static EvidenceDocument of(EvidenceUse use, MediaType mediaType, Bytes content) {
        return new EvidenceDocument(use, mediaType, content, Optional.empty(), Optional.empty());
    }

    /** The same document under a name. */
    public EvidenceDocument named(String name) {
        return new EvidenceDocument(use, mediaType, content, Optional.of(name), address);
    }

    /** The same document at an address of a chain. */
    public EvidenceDocument at(EvidenceAddress place) {
        return new EvidenceDocument(use, mediaType, content, fileName, Optional.of(place));
    }
}
