package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads manifests: the bytes that came are hashed, headers decide nothing (distribution-spec 1.1, "Pulling manifests"). */
final class Manifests {
    static final String ACCEPT = String.join(
            ", ",
            MediaType.OCI_INDEX.value(),
            MediaType.OCI_MANIFEST.value(),
            MediaType.DOCKER_LIST.value(),
            MediaType.DOCKER_MANIFEST.value());

    /** Types that say nothing about what the document is. */
    private static final Set<String> VAGUE =
            Set.of("application/json", "text/plain", "application/octet-stream", "binary/octet-stream");

    private final Repository repository;

    Manifests(Repository repository) {
        this.repository = repository;
    }

    /**
     * What a tag names now.
     *
     * @param manifest the document
     * @param etag the registry's mark of this state, for conditional writes
     */
    record Tagged(Manifest manifest, Optional<String> etag) {}

    Optional<Tagged> at(Tag tag) {
        return at(tag, repository.metadata());
    }

    Optional<Tagged> at(Tag tag, Operation operation) {
        Call call = Call.of("GET", repository.manifest(tag.value()))
                .with("Accept", ACCEPT)
                .with("Cache-Control", "no-cache");
        try (Answer answer = repository.toPull().send(call, operation)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            Bytes raw = body(answer);
            return Optional.of(new Tagged(
                    Manifest.parse(raw, declared(answer)), answer.headers().first("ETag")));
        }
    }

    Optional<Manifest> at(Digest digest) {
        return at(digest, repository.metadata());
    }

    Optional<Manifest> at(Digest digest, Operation operation) {
        Call call = Call.of("GET", repository.manifest(digest.toString())).with("Accept", ACCEPT);
        try (Answer answer = repository.toPull().send(call, operation)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            Bytes raw = body(answer);
            if (!digest.matches(raw)) {
                throw new RejectedException(Reason.of(
                                ReasonCode.HASH_MISMATCH,
                                answer.call() + ": the registry sent a manifest with digest "
                                        + Digest.of(digest.algorithm(), raw))
                        .with("expected", digest.toString()));
            }
            return Optional.of(Manifest.parse(raw, declared(answer), digest));
        }
    }

    /** Whether a tag names anything at all, of whatever type: some registries hide what {@code Accept} does not name. */
    boolean isTaken(Tag tag) {
        Call call = Call.of("HEAD", repository.manifest(tag.value())).with("Accept", "*/*");
        try (Answer answer = repository.toPull().send(call, repository.metadata())) {
            return answer.status() == 200;
        }
    }

    /** What a tag names by the header of the answer alone; empty for whatever answer does not say it. */
    Optional<Digest> digest(Tag tag) {
        Call call = Call.of("HEAD", repository.manifest(tag.value()))
                .with("Accept", ACCEPT)
                .with("Cache-Control", "no-cache");
        try (Answer answer = repository.toPull().send(call, repository.metadata())) {
            return answer.status() == 200
                    ? answer.headers().first("Docker-Content-Digest").flatMap(Digest::parse)
                    : Optional.empty();
        }
    }

    /** What a tag names now, by the header of the answer where that says it, else by the manifest. */
    Store.TagState look(Tag tag) {
        Call call = Call.of("HEAD", repository.manifest(tag.value()))
                .with("Accept", ACCEPT)
                .with("Cache-Control", "no-cache");
        try (Answer answer = repository.toPull().send(call, repository.metadata())) {
            Optional<Digest> said =
                    answer.headers().first("Docker-Content-Digest").flatMap(Digest::parse);
            if (answer.status() == 404 || (answer.status() == 200 && said.isPresent())) {
                return new Store.TagState(
                        answer.status() == 404 ? Optional.empty() : said,
                        answer.headers().first("ETag"));
            }
        }
        Optional<Tagged> there = at(tag);
        return new Store.TagState(there.map(tagged -> tagged.manifest().digest()), there.flatMap(Tagged::etag));
    }

    /** Asks without transferring; some registries answer HEAD with 405 and are asked again with GET. */
    boolean exists(Digest digest) {
        Call call = Call.of("HEAD", repository.manifest(digest.toString())).with("Accept", ACCEPT);
        try (Answer answer = repository.toPull().send(call, repository.metadata())) {
            if (answer.status() == 405) {
                return at(digest).isPresent();
            }
            if (answer.status() != 200 && answer.status() != 404) {
                throw Statuses.failure(answer);
            }
            return answer.status() == 200;
        }
    }

    /** The body of a 200 answer, at most {@link GraphLimits#MAX_MANIFEST_BYTES}. */
    static Bytes body(Answer answer) {
        if (answer.status() != 200) {
            throw Statuses.failure(answer);
        }
        if (answer.isWebPage()) {
            throw new UnreachableException(
                    answer.call() + ": a web page came instead of a manifest",
                    "a proxy or a login page may stand between here and the registry");
        }
        try {
            Bytes raw = answer.upTo(GraphLimits.MAX_MANIFEST_BYTES);
            if (raw.length() > GraphLimits.MAX_MANIFEST_BYTES) {
                throw new RejectedException(Reason.of(
                        ReasonCode.LIMIT_EXCEEDED,
                        answer.call() + ": the document has more than " + GraphLimits.MAX_MANIFEST_BYTES + " bytes"));
            }
            return raw;
        } catch (IOException e) {
            throw Failures.unreachable(answer.call(), e);
        }
    }

    /** What {@code Content-Type} claims; must agree with the document when it claims something. */
    static Optional<MediaType> declared(Answer answer) {
        return answer.headers()
                .first("Content-Type")
                .flatMap(Manifests::mediaType)
                .filter(type -> !VAGUE.contains(type.value()));
    }

    private static Optional<MediaType> mediaType(String header) {
        try {
            return Optional.of(MediaType.ofHeader(header));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
