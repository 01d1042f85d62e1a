package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Manifest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Small documents that a head encloses because whoever reads it will ask for them next: config manifests and
 * {@code bundle.json} of the bundles that were signed last (ADR 0027). They are content without a name: a reader hashes each
 * and has it where something that is trusted names that hash, as if it had come from a cache. What does not read is as if it
 * were not there.
 *
 * @param documents the newest first
 */
public record Enclosed(List<Bytes> documents) {
    /** Nothing. */
    public static final Enclosed NONE = new Enclosed(List.of());

    /** Characters of the annotation: a few bundles, and not so many that a head costs every writer noticeably more. */
    private static final int MAX_TEXT = 8 << 10;

    /** Longest text that is read of other writers. */
    private static final int MAX_READ = 64 << 10;

    private static final String SEPARATOR = " ";

    /** Copies the list. */
    public Enclosed {
        documents = List.copyOf(documents);
    }

    /** What {@code head} encloses. */
    public static Enclosed of(Manifest head) {
        Optional<String> text = Optional.ofNullable(head.annotations().get(Annotations.ENCLOSED));
        if (text.isEmpty() || text.get().isEmpty() || text.get().length() > MAX_READ) {
            return NONE;
        }
        List<Bytes> documents = new ArrayList<>();
        try {
            int begin = 0;
            while (begin < text.get().length()) {
                int end = text.get().indexOf(SEPARATOR, begin);
                int next = end < 0 ? text.get().length() : end;
                documents.add(Bytes.adopt(Base64.getDecoder().decode(text.get().substring(begin, next))));
                begin = next + 1;
            }
        } catch (IllegalArgumentException e) {
            return NONE;
        }
        return new Enclosed(documents);
    }

    /** These and {@code newest} before them, as many as there is room for. */
    public Enclosed with(List<Bytes> newest) {
        List<Bytes> all = new ArrayList<>(newest);
        all.addAll(documents);
        List<Bytes> kept = new ArrayList<>();
        int length = 0;
        for (Bytes document : all) {
            int more = (document.length() + 2) / 3 * 4 + 1;
            if (!kept.contains(document) && length + more <= MAX_TEXT) {
                kept.add(document);
                length += more;
            }
        }
        return new Enclosed(kept);
    }

    /** {@code head} with these. */
    public ArtifactBuilder in(ArtifactBuilder head) {
        List<String> texts = new ArrayList<>();
        documents.forEach(document -> texts.add(Base64.getEncoder().encodeToString(document.toByteArray())));
        return documents.isEmpty() ? head : head.annotation(Annotations.ENCLOSED, String.join(SEPARATOR, texts));
    }
}
