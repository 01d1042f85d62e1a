package dev.bulla.inspect;

import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.InTotoLimits;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder of links as the reference implementation keeps them: {@code STEP.KEYID8.link}, and what belongs to a sublayout
 * in the folder {@code STEP.KEYID8/}. Two keys whose ids begin alike share a file; the verifier counts it once (intoto.md
 * D19). A folder that does not exist holds nothing.
 */
public final class LinkFolder implements EvidenceSource {
    /** As many digits of a key id as file names carry. */
    public static final int KEY_DIGITS = 8;

    private final Path root;

    /** Reads below {@code root}. */
    public LinkFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The name of a step's document: {@code STEP.KEYID8}, without ending. */
    public static String name(String step, KeyId keyId) {
        String id = keyId.value();
        return step + "." + (id.length() <= KEY_DIGITS ? id : id.substring(0, KEY_DIGITS));
    }

    @Override
    public Optional<Stored> find(EvidenceAddress address) {
        Path folder = root;
        for (EvidenceAddress.Parent parent : address.parents()) {
            folder = below(folder, name(parent.step(), parent.keyId()));
        }
        Path file = below(folder, name(address.step(), address.keyId()) + ".link");
        return BoundedFile.read(file, InTotoLimits.MAX_DOCUMENT_BYTES)
                .map(content -> new Stored(root.relativize(file).toString(), content));
    }

    /** Names of steps and key ids are validated before they come here; this holds whatever comes. */
    private static Path below(Path folder, String name) {
        Path path = folder.resolve(name);
        if (!Objects.equals(path.getParent(), folder) || !path.normalize().equals(path)) {
            throw new IllegalArgumentException("name leads out of its folder");
        }
        return path;
    }
}
