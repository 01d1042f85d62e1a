package dev.bulla;

import dev.bulla.ArtifactView.Member;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an artifact consists of, for looking at. */
final class MemberViews {
    private static final String TITLE = "org.opencontainers.image.title";
    private static final String ROLE = "io.cnab.manifest.type";
    private static final String COMPONENT = "io.cnab.component.name";

    private MemberViews() {}

    /** A bundle index; names come from {@code bundle.json} where it can be read. */
    static Member bundle(Source source, ImageIndex index) {
        String what = switch (StoredBundle.fetch(source, index)) {
            case Step.Done<StoredBundle> done -> bundleWords(done.value());
            case Step.Refused<StoredBundle> refused ->
                "unreadable: " + refused.reason().message();
        };
        List<Member> members = new ArrayList<>();
        for (Descriptor child : index.manifests()) {
            Map<String, String> hints = child.annotations();
            String role = hints.getOrDefault(ROLE, "unknown");
            String name = role.equals("component") ? "images/" + hints.getOrDefault(COMPONENT, "?") : role;
            members.add(new Member(
                    name,
                    role.equals("config") ? "cnab bundle.json, " + what : imageWords(child),
                    child,
                    hints,
                    List.of()));
        }
        return new Member("bundle index", "cnab bundle, " + what, index.descriptor(), index.annotations(), members);
    }

    /** Any other artifact: config and layers of a manifest, manifests of an index. */
    static Member of(Manifest artifact) {
        List<Member> members = new ArrayList<>();
        if (artifact instanceof ImageManifest image) {
            if (!image.config().mediaType().equals(MediaType.EMPTY_JSON)) {
                members.add(blob("config", image.config()));
            }
            image.layers().forEach(layer -> members.add(blob("layer", layer)));
        } else {
            artifact.successors()
                    .forEach(child -> members.add(
                            new Member("manifest", imageWords(child), child, child.annotations(), List.of())));
        }
        String what = artifact.artifactType()
                .map(MediaType::value)
                .orElse(artifact.mediaType().value());
        return new Member(
                artifact instanceof ImageIndex ? "index" : "manifest",
                what,
                artifact.descriptor(),
                artifact.annotations(),
                members);
    }

    private static Member blob(String role, Descriptor blob) {
        String title = blob.annotations().getOrDefault(TITLE, "");
        String what = title.isEmpty() ? blob.mediaType().value() : title + ", " + blob.mediaType();
        return new Member(role, what, blob, blob.annotations(), List.of());
    }

    private static String imageWords(Descriptor child) {
        return child.mediaType().isIndex() ? "image index" : "image";
    }

    private static String bundleWords(StoredBundle stored) {
        return switch (Bundle.parse(stored.bundle())) {
            case Step.Done<Bundle> done ->
                done.value().name() + " " + done.value().version();
            case Step.Refused<Bundle> refused ->
                "unreadable: " + refused.reason().message();
        };
    }
}
