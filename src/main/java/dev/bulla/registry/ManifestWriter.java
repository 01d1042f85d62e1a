package dev.bulla.registry;

import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Writes manifests and tags, and believes neither before it has read them back (oci-graph section 5 rule 2). */
final class ManifestWriter {
    /** Stores behind caches show a write a moment later. */
    private static final int READ_BACKS = 4;

    private static final Duration BETWEEN_READ_BACKS = Duration.ofMillis(500);

    /**
     * distribution 2.8.2 misses a blob whose link another writer is rewriting at that moment (measured: the empty config
     * that all signers share), so children are called missing only after some tries.
     */
    private static final int PUTS = 4;

    private static final Duration BEFORE_SECOND_PUT = Duration.ofMillis(100);

    private final Repository repository;
    private final Manifests manifests;

    ManifestWriter(Repository repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    /** Stores under the digest and reads back: bytes with this digest are these bytes. */
    void push(Manifest manifest) {
        Operation operation = repository.metadata();
        put(manifest.digest().toString(), manifest, Optional.empty(), operation);
        for (int i = 0; i < READ_BACKS; i++) {
            if (manifests.at(manifest.digest(), operation).isPresent()) {
                return;
            }
            repository.http().pacing().pause(BETWEEN_READ_BACKS);
        }
        throw new UnreachableException(
                "manifest " + manifest.digest() + " was stored in " + repository.place() + " and cannot be read back");
    }

    /** Lets {@code tag} name {@code manifest}. */
    void tag(Manifest manifest, Tag tag) {
        Operation operation = repository.metadata();
        Optional<Manifests.Tagged> before = manifests.at(tag, operation);
        if (before.filter(b -> b.manifest().digest().equals(manifest.digest())).isPresent()) {
            return;
        }
        if (!put(tag.value(), manifest, Optional.of(Precondition.that(before)), operation)) {
            throw movedByOther(tag);
        }
        Optional<Manifests.Tagged> after = Optional.empty();
        for (int i = 0; i < READ_BACKS; i++) {
            after = manifests.at(tag, operation);
            if (after.filter(a -> a.manifest().raw().equals(manifest.raw())).isPresent()) {
                return;
            }
            boolean stale = digest(after).equals(digest(before));
            if (!stale) {
                break;
            }
            repository.http().pacing().pause(BETWEEN_READ_BACKS);
        }
        throw moved(tag, manifest, after, digest(after).equals(digest(before)));
    }

    /** Lets {@code tag} name {@code manifest} by one request, for callers who look again themselves. */
    void tag(Manifest manifest, Tag tag, Store.TagState before) {
        Precondition condition = new Precondition(before.digest().isEmpty(), before.mark());
        if (!put(tag.value(), manifest, Optional.of(condition), repository.metadata())) {
            throw movedByOther(tag);
        }
    }

    /** Lets {@code tag} name {@code manifest} by one request, whatever it named. */
    void replace(Manifest manifest, Tag tag) {
        put(tag.value(), manifest, Optional.empty(), repository.metadata());
    }

    private ConflictException movedByOther(Tag tag) {
        return new ConflictException(
                "tag " + tag + " of " + repository.place() + " was moved by another writer", "run the command again");
    }

    private BullaException moved(Tag tag, Manifest manifest, Optional<Manifests.Tagged> after, boolean stale) {
        String what = "tag " + tag + " of " + repository.place() + " was set to " + manifest.digest() + " and is "
                + digest(after);
        return stale
                ? new UnreachableException(what, "a cache between here and the registry may show an old state")
                : new ConflictException(what + ", another writer moved it", "run the command again");
    }

    private static String digest(Optional<Manifests.Tagged> tagged) {
        return tagged.map(t -> t.manifest().digest().toString()).orElse("absent");
    }

    /** The state that a write replaces. Sent, and no success is taken for proof that it was looked at. */
    record Precondition(boolean absent, Optional<String> etag) {
        static Precondition that(Optional<Manifests.Tagged> before) {
            return new Precondition(before.isEmpty(), before.flatMap(Manifests.Tagged::etag));
        }

        Call on(Call call) {
            if (absent) {
                return call.with("If-None-Match", "*");
            }
            return etag.map(mark -> call.with("If-Match", mark)).orElse(call);
        }
    }

    /**
     * Sends the manifest; a refusal is an exception that says what kind it is.
     *
     * @return false when the registry looked at the condition and found it not met
     */
    boolean put(String reference, Manifest manifest, Optional<Precondition> condition, Operation operation) {
        Duration wait = BEFORE_SECOND_PUT;
        for (int attempt = 1; ; attempt++) {
            try {
                return putOnce(reference, manifest, condition, operation);
            } catch (RejectedException e) {
                if (attempt == PUTS || !Refusal.isOfMissingChildren(e)) {
                    throw e;
                }
            }
            repository.http().pacing().pause(repository.http().pacing().spread(wait));
            wait = wait.multipliedBy(2);
        }
    }

    private boolean putOnce(
            String reference, Manifest manifest, Optional<Precondition> condition, Operation operation) {
        Call call = Call.of("PUT", repository.manifest(reference))
                .sending(Body.of(manifest.mediaType().value(), manifest.raw()));
        Call conditional = condition.isPresent() ? condition.get().on(call) : call;
        try (Answer answer = repository.toPush().send(conditional, operation)) {
            answer.headers()
                    .all("Warning")
                    .forEach(warning ->
                            repository.http().trace().accept("! " + Redaction.shown(answer.call(), warning)));
            if (answer.isSuccess()) {
                return true;
            }
            ErrorText said = ErrorText.of(answer);
            if (answer.status() == 412 && condition.isPresent() && !isImmutable(said)) {
                return false;
            }
            throw refusal(answer, said, manifest);
        }
    }

    private static boolean isImmutable(ErrorText said) {
        return said.has("TAG_INVALID") || said.line().toLowerCase(Locale.ROOT).contains("immutable");
    }

    private static BullaException refusal(Answer answer, ErrorText said, Manifest manifest) {
        if (isImmutable(said)) {
            return new ConflictException(
                    answer.call() + ": the tag cannot be moved" + said.suffix(),
                    "this registry keeps tags as they are: choose another tag");
        }
        if (answer.status() == 405) {
            return new DeniedException(answer.call() + ": the registry takes no manifests" + said.suffix());
        }
        boolean childless = said.has("MANIFEST_BLOB_UNKNOWN") || said.has("BLOB_UNKNOWN");
        if (childless || (answer.status() == 404 && said.has("MANIFEST_UNKNOWN"))) {
            return new RejectedException(Reason.of(
                            ReasonCode.INCOMPLETE,
                            answer.call() + ": the registry refuses it because content it points at is not there"
                                    + said.suffix())
                    .with(Refusal.FACT, Refusal.MISSING_CHILDREN));
        }
        BullaException failure = Statuses.failure(answer, said);
        return failure instanceof RejectedException rejected
                ? new RejectedException(rejected.reason().with(Refusal.FACT, Refusal.of(manifest)))
                : failure;
    }
}
