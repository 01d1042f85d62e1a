package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The small artifacts that a probe writes, and takes away again. */
final class ProbeArtifacts {
    static final MediaType TYPE = new MediaType("application/vnd.bulla.probe.v1+json");
    private static final MediaType TEXT = new MediaType("text/plain");
    private static final MediaType CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    private static final MediaType EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
    private static final Bytes EMPTY_CONTENT = Bytes.utf8("{}");

    private final Repository repository;
    private final ManifestWriter writer;
    private final String mark;
    private final Set<Digest> written = new LinkedHashSet<>();

    ProbeArtifacts(Repository repository, String mark) {
        this.repository = repository;
        this.writer = new ManifestWriter(repository, new Manifests(repository));
        this.mark = mark;
    }

    Tag tag() {
        return new Tag("bulla-probe-" + mark);
    }

    /** A blob of its own for each purpose. */
    Bytes content(String purpose) {
        return Bytes.utf8("bulla probe " + mark + " " + purpose + "\n");
    }

    Descriptor layer() {
        return Descriptor.of(TEXT, content("layer"));
    }

    /** Writes what every other question needs; the refusal, if it is one of rights. */
    Optional<BullaException> write() {
        try {
            BlobWriter blobs = new BlobWriter(repository);
            blobs.push(Descriptor.of(EMPTY, EMPTY_CONTENT), Content.of(EMPTY_CONTENT));
            blobs.push(layer(), Content.of(content("layer")));
            push(subject());
            return Optional.empty();
        } catch (DeniedException | RejectedException e) {
            return Optional.of(e);
        }
    }

    /** An image manifest in the oldest form. */
    Manifest subject() {
        return manifest("subject", CONFIG, Optional.empty(), Optional.empty());
    }

    /** A manifest with {@code artifactType} and the empty config. */
    Manifest artifact() {
        return manifest("artifact", EMPTY, Optional.of(TYPE), Optional.empty());
    }

    /** An attachment of {@link #subject}, in the form that the oldest registries take. */
    Manifest attachment(String purpose) {
        return manifest(purpose, TYPE, Optional.empty(), Optional.of(subject()));
    }

    /** An index over a manifest that is nowhere. */
    Manifest sparse() {
        Descriptor nowhere = Descriptor.of(MediaType.OCI_MANIFEST, content("nowhere"));
        return parsed(Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                .with("manifests", new Json.Arr(List.of(nowhere.toJson()))));
    }

    private Manifest manifest(
            String purpose, MediaType config, Optional<MediaType> artifactType, Optional<Manifest> subject) {
        Json.Obj document = Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_MANIFEST.value()))
                .with("config", Descriptor.of(config, EMPTY_CONTENT).toJson())
                .with("layers", new Json.Arr(List.of(layer().toJson())))
                .with("annotations", Json.Obj.empty().with("dev.bulla.probe", Json.text(mark + " " + purpose)));
        if (artifactType.isPresent()) {
            document =
                    document.with("artifactType", Json.text(artifactType.get().value()));
        }
        if (subject.isPresent()) {
            document = document.with("subject", subject.get().descriptor().toJson());
        }
        return parsed(document);
    }

    private static Manifest parsed(Json.Obj document) {
        return Manifest.parse(JcsWriter.write(document), Optional.empty());
    }

    void push(Manifest manifest) {
        written.add(manifest.digest());
        writer.push(manifest);
    }

    /** To be deleted at the end. */
    void remember(Manifest manifest) {
        written.add(manifest.digest());
    }

    /** Deletes every manifest of this run, tags with them. */
    Finding clean() {
        return RegistryProbe.ask("deletes", () -> {
            List<Integer> statuses = new ArrayList<>();
            for (Digest digest : written) {
                Call call = Call.of("DELETE", repository.manifest(digest.toString()));
                try (Answer answer = repository.toDelete().send(call, repository.metadata())) {
                    if (!answer.isSuccess() && answer.status() != 404) {
                        statuses.add(answer.status());
                    }
                }
            }
            boolean gone = !new Manifests(repository).exists(subject().digest());
            boolean all = statuses.isEmpty() && gone;
            return Finding.of(
                    "deletes",
                    all,
                    all
                            ? "what was written for these questions is deleted"
                            : "manifests stay (" + statuses + "), tag " + tag() + " in " + repository.place() + " too");
        });
    }
}
