package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Step;
import java.util.List;

/**
 * A thick bundle that was read and examined: every image is whole and every byte hashed.
 *
 * @param bundle the definition, raw bytes included
 * @param images its images
 * @param thin the thin form: index and config manifest as the archive brought them, else computed from {@code bundle.json};
 *     refused when a bundle has several invocation images, of which an index holds one
 * @param attachments what the archive brought with a {@code subject}, such as signatures
 * @param extras files and blobs that belong to nothing, by name; tolerated or refused by policy
 * @param checks what was looked at
 * @param source all of it as one repository, the thin form included; valid as long as the store it was read into
 */
public record ThickBundle(
        Bundle bundle,
        List<PinnedImage> images,
        Step<StoredBundle> thin,
        List<Descriptor> attachments,
        List<String> extras,
        List<Check> checks,
        Source source) {
    /** Copies the lists. */
    public ThickBundle {
        images = List.copyOf(images);
        attachments = List.copyOf(attachments);
        extras = List.copyOf(extras);
        checks = List.copyOf(checks);
    }
}
