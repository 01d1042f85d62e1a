package dev.bulla.testkit.loopback;

import dev.bulla.testkit.loopback.Repository.StoredManifest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Manifests (distribution-spec 1.1 "Pulling manifests", "Pushing manifests", "Deleting manifests"). */
final class ManifestHandler {

    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
    private static final String EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";

    private final Rig rig;

    ManifestHandler(Rig rig) {
        this.rig = rig;
    }

    Answer read(Request request, Route route) {
        Repository repository = rig.shelves().repository(route.repository());
        boolean byTag = !route.last().contains(":");
        Optional<StoredManifest> found = byTag && Behaviour.take(rig.behaviour().staleTagReads)
                ? repository.formerManifest(route.last())
                : repository.manifest(route.last());
        Optional<StoredManifest> shown = found.filter(manifest -> isAccepted(request, manifest.mediaType()));
        if (shown.isEmpty()) {
            return rig.missing("MANIFEST_UNKNOWN", "manifest unknown");
        }
        StoredManifest manifest = shown.get();
        Answer answer = Answer.of(200)
                .with("Content-Type", manifest.mediaType())
                .with("Etag", '"' + manifest.digest() + '"')
                .withBody(rig.behaviour().convertsManifests ? converted(manifest.bytes()) : manifest.bytes());
        return rig.withDigest(answer, manifest.digest());
    }

    private boolean isAccepted(Request request, String mediaType) {
        List<String> accepted = request.headers("Accept").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(range -> range.split(";", -1)[0].strip())
                .toList();
        return !rig.behaviour().acceptHonoured
                || accepted.isEmpty()
                || accepted.contains(mediaType)
                || accepted.contains("*/*");
    }

    private static byte[] converted(byte[] bytes) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '\n';
        return longer;
    }

    Answer put(Request request, Route route) {
        byte[] bytes = request.body();
        if (bytes.length > rig.behaviour().maxManifestBytes) {
            return Answer.error(413, "SIZE_INVALID", "the manifest is too large");
        }
        String mediaType = request.header("Content-Type").orElse("");
        try {
            ManifestFacts facts = ManifestFacts.of(bytes);
            return refusal(request, route, facts, mediaType).orElseGet(() -> store(route, mediaType, bytes));
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "MANIFEST_INVALID", "the manifest is no JSON object");
        }
    }

    private Optional<Answer> refusal(Request request, Route route, ManifestFacts facts, String mediaType) {
        String reference = route.last();
        boolean digest = reference.contains(":");
        if (digest ? !rig.takesDigest(reference) || !Digests.matches(reference, request.body()) : !isTag(reference)) {
            return refused(400, digest ? "DIGEST_INVALID" : "TAG_INVALID", "the reference does not fit");
        }
        if (mediaType.isEmpty()
                || facts.mediaType().filter(own -> !own.equals(mediaType)).isPresent()) {
            return refused(400, "MANIFEST_INVALID", "Content-Type and mediaType differ");
        }
        if (isDisliked(facts, request)) {
            return refused(400, "MANIFEST_INVALID", "this kind of manifest is not taken");
        }
        return missingContent(route, facts).or(() -> digest ? Optional.empty() : tagConflict(request, route));
    }

    private static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    private boolean isDisliked(ManifestFacts facts, Request request) {
        return rig.behaviour().refusals.stream().anyMatch(kind -> switch (kind) {
            case ARTIFACT_TYPE -> facts.usesArtifactType();
            case EMPTY_CONFIG -> new String(request.body(), StandardCharsets.UTF_8).contains(EMPTY_CONFIG);
            case INDEX -> facts.isIndex();
        });
    }

    /** "Pushing manifests": what a manifest names should be there before it; a subject need not be. */
    private Optional<Answer> missingContent(Route route, ManifestFacts facts) {
        Repository repository = rig.shelves().repository(route.repository());
        boolean blobsThere = facts.blobs().stream().allMatch(repository::hasBlob);
        boolean childrenThere = rig.behaviour().sparseIndexes
                || facts.children().stream()
                        .allMatch(child -> repository.manifest(child).isPresent());
        return blobsThere && childrenThere
                ? Optional.empty()
                : refused(400, "MANIFEST_BLOB_UNKNOWN", "something that the manifest names is not here");
    }

    private Optional<Answer> tagConflict(Request request, Route route) {
        Optional<String> current = rig.shelves()
                .repository(route.repository())
                .manifest(route.last())
                .map(StoredManifest::digest);
        int status = rig.behaviour().immutableTagStatus;
        if (status != 0
                && current.filter(old -> !Digests.matches(old, request.body())).isPresent()) {
            return refused(status, status == 400 ? "TAG_INVALID" : "CONFLICT", "the tag cannot be changed");
        }
        if (rig.behaviour().conditionalPuts && isStale(request, current)) {
            return refused(412, "CONFLICT", "the tag was changed");
        }
        return Optional.empty();
    }

    private static boolean isStale(Request request, Optional<String> current) {
        String etag = current.map(digest -> '"' + digest + '"').orElse("");
        boolean other = request.header("If-Match")
                .filter(wanted -> !wanted.equals(etag))
                .isPresent();
        boolean present = request.header("If-None-Match").isPresent() && current.isPresent();
        return other || present;
    }

    private Answer store(Route route, String mediaType, byte[] bytes) {
        boolean byDigest = route.last().contains(":");
        String digest = byDigest ? route.last() : Digests.sha256(bytes);
        Repository repository = rig.shelves().repository(route.repository());
        StoredManifest manifest = new StoredManifest(digest, mediaType, bytes);
        repository.putManifest(manifest);
        if (!byDigest && !Behaviour.take(rig.behaviour().lostTagWrites)) {
            repository.tag(route.last(), digest);
        }
        Optional<String> subject = manifest.facts().subject();
        subject.ifPresent(each -> rig.referrers().pushed(digest));
        subject.filter(each -> rig.referrers().tagsByItself).ifPresent(each -> ListHandler.writeTag(repository, each));
        Answer created =
                Answer.of(201).with("Location", rig.location("/v2/" + route.repository() + "/manifests/" + digest));
        Answer told = subject.filter(each -> rig.referrers().subjectHeader)
                .map(each -> created.with("OCI-Subject", each))
                .orElse(created);
        return rig.withDigest(told, digest);
    }

    Answer delete(Route route) {
        boolean byDigest = route.last().contains(":");
        if (!rig.behaviour().deletes || (!byDigest && !rig.behaviour().tagDeletes)) {
            return Answer.error(405, "UNSUPPORTED", "deletes are off");
        }
        Repository repository = rig.shelves().repository(route.repository());
        boolean deleted = byDigest ? repository.deleteManifest(route.last()) : repository.untag(route.last());
        return deleted ? Answer.of(202) : rig.missing("MANIFEST_UNKNOWN", "manifest unknown");
    }

    private static Optional<Answer> refused(int status, String code, String message) {
        return Optional.of(Answer.error(status, code, message));
    }
}
