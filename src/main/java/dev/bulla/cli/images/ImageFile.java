package dev.bulla.cli.images;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.UsageException;
import java.util.List;
import java.util.Map;

/**
 * A YAML or JSON file with image references. What is an image reference is decided by one rule: the string that is the value
 * of a key {@code image}, wherever it stands; so do Kubernetes (containers of every kind), Compose (services) and CNAB
 * (invocation images and components) have them. Nothing else of the file is understood or touched.
 */
public final class ImageFile {
    /** As large as a bundle may be; manifests of whole clusters are smaller. */
    public static final int MAX_BYTES = 16 << 20;

    private final String text;
    private final List<ImageReference> references;
    private final List<String> leftAlone;

    private ImageFile(String text, List<ImageReference> references, List<String> leftAlone) {
        this.text = text;
        this.references = List.copyOf(references);
        this.leftAlone = List.copyOf(leftAlone);
    }

    /**
     * Reads a file.
     *
     * @param name what to call it in messages
     * @throws UsageException when it is no text, or has what cannot be changed in place; the message names the line
     */
    public static ImageFile read(Bytes content, String name) {
        String text = content.asUtf8()
                .filter(decoded -> decoded.indexOf('\0') < 0)
                .orElseThrow(() -> new UsageException(name + " is no text in UTF-8"));
        ImageScan scan = new ImageScan(text, name);
        scan.run();
        return new ImageFile(text, scan.references(), scan.leftAlone());
    }

    /** The references, in their order. */
    public List<ImageReference> references() {
        return references;
    }

    /** Values of a key {@code image} that are no strings, a line each. */
    public List<String> leftAlone() {
        return leftAlone;
    }

    /** The file with other references; every other byte stays. */
    public Bytes with(Map<ImageReference, String> replacements) {
        StringBuilder changed = new StringBuilder(text.length() + 128);
        int done = 0;
        for (ImageReference reference : references) {
            String replacement = replacements.getOrDefault(reference, reference.text());
            changed.append(text, done, reference.from()).append(replacement);
            done = reference.to();
        }
        return Bytes.utf8(changed.append(text, done, text.length()).toString());
    }
}
