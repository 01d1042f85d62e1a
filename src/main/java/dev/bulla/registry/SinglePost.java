package dev.bulla.registry;

import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A blob in a single request, {@code POST ?digest=} with the content (distribution-spec 1.1, "Single POST"), which
 * registries may take. One that does not opens an upload as if nothing had been sent; it is found out with a small blob, and
 * not asked again. May be used by several threads at once.
 */
final class SinglePost {
    /** What is sent in vain to a registry that does not take it: about as much as a request with its headers weighs anyway. */
    private static final int FIRST_BYTES = 16 << 10;

    /** Beyond that one request fewer is not noticed, and a login that is asked for only then costs the whole once more. */
    private static final int MOST_BYTES = 1 << 20;

    private enum Known {
        NOTHING,
        BEING_ASKED,
        TAKEN,
        NOT_TAKEN
    }

    private final Repository repository;
    private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);

    SinglePost(Repository repository) {
        this.repository = repository;
    }

    /** Whether this blob may be the one that finds it out, and so may be sent twice. */
    boolean asksBy(Descriptor blob) {
        return known.get() == Known.NOTHING && blob.size() <= FIRST_BYTES;
    }

    /** Whether the registry takes it, or should be asked now by this blob. */
    boolean isWorthTrying(Descriptor blob) {
        return switch (known.get()) {
            case TAKEN -> blob.size() <= MOST_BYTES;
            case NOTHING -> blob.size() <= FIRST_BYTES && known.compareAndSet(Known.NOTHING, Known.BEING_ASKED);
            case BEING_ASKED, NOT_TAKEN -> false;
        };
    }

    /** Sends the blob; empty when it is stored, else an upload that is open. */
    Optional<UploadSession> send(Descriptor blob, Body body, UploadSessions sessions) {
        URI address = URI.create(repository.uploads() + "?digest=" + blob.digest());
        Known outcome = Known.NOT_TAKEN;
        try (Answer answer = repository.toPush().send(Call.of("POST", address).sending(body), repository.content())) {
            if (answer.status() == 201) {
                outcome = Known.TAKEN;
                return Optional.empty();
            }
            if (answer.status() == 202) {
                return Optional.of(UploadSessions.opened(answer));
            }
            if (Retries.isTemporary(answer.status())) {
                outcome = Known.NOTHING;
            }
        } catch (UnreachableException e) {
            if (!(e.getCause() instanceof IOException cause && Failures.isReset(cause))) {
                throw e;
            }
        } finally {
            known.set(outcome);
        }
        return Optional.of(sessions.open());
    }
}
