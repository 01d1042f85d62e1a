package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells where other tools would store a bundle under another digest, because they write it anew from their own model. */
final class BundleNotes {
    /** More are counted, not listed. */
    private static final int MAX_LISTED = 8;

    private BundleNotes() {}

    /** The RFC 8785 form, absent when an integer would change in it. */
    static Optional<Bytes> canonicalForm(Json document) {
        try {
            return Optional.of(JcsWriter.write(document));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    static List<Check> of(Bundle bundle) {
        List<Check> notes = new ArrayList<>();
        Optional<Bytes> canonical = canonicalForm(bundle.document());
        if (canonical.isEmpty()) {
            notes.add(Check.note("cnab.7.3", "bundle.json has numbers that no canonical form can keep"));
        } else if (!canonical.get().equals(bundle.raw())) {
            notes.add(Check.note(
                    "cnab.7.3",
                    "bundle.json is not canonical: its bytes are " + bundle.digest() + ", the canonical form is "
                            + Digest.of(canonical.get())));
        }
        rewritten(bundle, canonical).ifPresent(notes::add);
        for (BundleImage image : bundle.images()) {
            if (image.mediaType().isEmpty()) {
                notes.add(Check.note("cnab.4.4", image.label() + " has no mediaType; its imageType implies one"));
            }
        }
        return notes;
    }

    private static Optional<Check> rewritten(Bundle bundle, Optional<Bytes> canonical) {
        GoModel.Result model = GoModel.rewrite(bundle.document());
        Optional<Bytes> form = canonicalForm(model.document());
        List<String> dropped = model.dropped();
        if (dropped.isEmpty() && form.equals(canonical)) {
            return Optional.empty();
        }
        String cause = dropped.isEmpty()
                ? "bundle.json has absent or empty members that other tools write differently"
                : "bundle.json has members that CNAB does not know: "
                        + String.join(", ", dropped.subList(0, Math.min(MAX_LISTED, dropped.size())))
                        + (dropped.size() > MAX_LISTED ? " and " + (dropped.size() - MAX_LISTED) + " more" : "");
        String digests = form.map(bytes -> "; tools that write it from their own model store " + Digest.of(bytes)
                        + ", these bytes are " + bundle.digest())
                .orElse("");
        return Optional.of(Check.note("cnab.6.3", cause + digests));
    }
}
