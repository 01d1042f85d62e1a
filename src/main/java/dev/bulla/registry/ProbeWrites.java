package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Optional;

/** What a registry does about writes of all kinds. */
final class ProbeWrites {
    private static final MediaType TEXT = new MediaType("text/plain");

    private final Repository repository;
    private final ProbeArtifacts artifacts;
    private final ManifestWriter writer;

    ProbeWrites(Repository repository, ProbeArtifacts artifacts) {
        this.repository = repository;
        this.artifacts = artifacts;
        this.writer = new ManifestWriter(repository, new Manifests(repository));
    }

    List<Finding> run() {
        return List.of(
                RegistryProbe.ask("artifact-type", this::artifactType),
                RegistryProbe.ask("sparse-index", this::sparseIndex),
                RegistryProbe.ask("conditional-put", this::conditionalPut),
                RegistryProbe.ask("tags-move", this::movingTags),
                RegistryProbe.ask("chunked-upload", this::chunks),
                RegistryProbe.ask("sha512", this::sha512),
                RegistryProbe.ask("mounts", this::mounts),
                RegistryProbe.ask("tag-deletes", this::tagDeletes));
    }

    private Finding artifactType() {
        try {
            artifacts.push(artifacts.artifact());
            return Finding.of("artifact-type", true, "manifests with artifactType and the empty config are stored");
        } catch (RejectedException e) {
            return Finding.of("artifact-type", false, RegistryProbe.line(e) + "; the older form is used");
        }
    }

    private Finding sparseIndex() {
        Manifest sparse = artifacts.sparse();
        try {
            artifacts.remember(sparse);
            writer.put(sparse.digest().toString(), sparse, Optional.empty(), repository.metadata());
            return Finding.of("sparse-index", true, "an index is stored although its children are not there");
        } catch (RejectedException e) {
            return Finding.of("sparse-index", false, "an index is refused while its children are not there");
        }
    }

    /** The tag exists already when a write demands that it must not. */
    private Finding conditionalPut() {
        writer.tag(artifacts.subject(), artifacts.tag());
        Optional<ManifestWriter.Precondition> absent = Optional.of(ManifestWriter.Precondition.that(Optional.empty()));
        boolean written = writer.put(artifacts.tag().value(), artifacts.subject(), absent, repository.metadata());
        return Finding.of(
                "conditional-put",
                !written,
                written ? "If-None-Match is ignored" : "If-None-Match is obeyed: lost updates are noticed");
    }

    private Finding movingTags() {
        Manifest other = artifacts.attachment("first");
        try {
            writer.tag(artifacts.subject(), artifacts.tag());
            writer.tag(other, artifacts.tag());
            return Finding.of("tags-move", true, "a tag can be moved to another manifest");
        } catch (ConflictException e) {
            return Finding.of("tags-move", false, "tags are immutable: " + RegistryProbe.line(e));
        }
    }

    /** The tag alone; what it names goes at the end. Distribution answers this with 400 before its version 3. */
    private Finding tagDeletes() {
        Call call = Call.of("DELETE", repository.manifest(artifacts.tag().value()));
        try (Answer answer = repository.toDelete().send(call, repository.metadata())) {
            if (!answer.isSuccess()) {
                return Finding.of(
                        "tag-deletes", false, "a tag alone is not deleted: the registry answers " + answer.status());
            }
        }
        boolean gone = new Manifests(repository).look(artifacts.tag()).digest().isEmpty();
        return Finding.of(
                "tag-deletes", gone, gone ? "a tag can be deleted by its name" : "a deleted tag is still there");
    }

    private Finding chunks() {
        Bytes content = artifacts.content("chunks");
        Descriptor blob = Descriptor.of(TEXT, content);
        try {
            new ChunkedUpload(repository, new UploadSessions(repository), blob, Content.of(content)).run();
            return Finding.of("chunked-upload", new BlobReader(repository).exists(blob), "a blob was sent by PATCH");
        } catch (RejectedException e) {
            return Finding.of("chunked-upload", false, RegistryProbe.line(e));
        }
    }

    private Finding sha512() {
        Bytes content = artifacts.content("sha512");
        Descriptor blob = Descriptor.of(TEXT, Digest.of(HashFunction.SHA512, content), content.length());
        try {
            new BlobWriter(repository).push(blob, Content.of(content));
            boolean there = new BlobReader(repository).exists(blob);
            return Finding.of(
                    "sha512", there, there ? "blobs with sha512 digests are stored" : "the blob is not there");
        } catch (RejectedException e) {
            return Finding.of("sha512", false, RegistryProbe.line(e));
        }
    }

    /** A blob of this repository is asked for under a name beside it; nothing else is written there. */
    private Finding mounts() {
        Repository beside = repository.beside("-bulla-probe");
        boolean mounted = new Mount(beside).take(artifacts.layer(), repository.name());
        return Finding.of(
                "mounts", mounted, mounted ? "blobs are taken over between repositories" : "blobs must be sent again");
    }
}
