package dev.bulla.registry;

import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lists what is attached to a subject, and makes attachments appear in that list (registries.md section 5). Whether the
 * registry has the referrers API is found by asking once; its {@code OCI-Subject} header is not believed in either
 * direction.
 */
final class Attaching {
    /** Looks at the API before the fallback tag is written as well. */
    private static final int API_LOOKS = 8;

    private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK_AGAIN = Duration.ofSeconds(3);

    private final Repository repository;
    private final ManifestWriter writer;
    private final ReferrersApi api;
    private final FallbackTag fallback;
    private final AtomicReference<Optional<Boolean>> supported = new AtomicReference<>(Optional.empty());
    private final Map<Tag, ReentrantLock> locks = new ConcurrentHashMap<>();

    Attaching(Repository repository, Manifests manifests, ManifestWriter writer) {
        this.repository = repository;
        this.writer = writer;
        this.api = new ReferrersApi(repository);
        this.fallback = new FallbackTag(repository, manifests);
    }

    /** Everything listed for {@code subject}, without duplicates. */
    ReferrerList list(Digest subject) {
        Optional<List<Descriptor>> byApi = byApi(subject);
        Optional<List<Descriptor>> byTag = mode() == ReferrersMode.API ? Optional.empty() : fallback.list(subject);
        if (byApi.isEmpty()) {
            return new ReferrerList(byTag.orElse(List.of()), ReferrerList.Path.TAG);
        }
        if (byTag.isEmpty()) {
            return new ReferrerList(byApi.get(), ReferrerList.Path.API);
        }
        Map<Digest, Descriptor> union = new LinkedHashMap<>();
        byApi.get().forEach(entry -> union.put(entry.digest(), entry));
        byTag.get().forEach(entry -> union.merge(entry.digest(), entry, Attaching::richer));
        return new ReferrerList(List.copyOf(union.values()), ReferrerList.Path.BOTH);
    }

    /** Some registries leave artifact type and annotations out of their lists. */
    private static Descriptor richer(Descriptor one, Descriptor other) {
        return one.artifactType().isEmpty() && one.annotations().isEmpty() ? other : one;
    }

    private Optional<List<Descriptor>> byApi(Digest subject) {
        boolean knownAbsent = supported.get().filter(yes -> !yes).isPresent();
        if (mode() == ReferrersMode.TAG || (knownAbsent && mode() == ReferrersMode.AUTO)) {
            return Optional.empty();
        }
        Optional<List<Descriptor>> listed = api.list(subject);
        supported.compareAndSet(Optional.empty(), Optional.of(listed.isPresent()));
        if (listed.isEmpty() && mode() == ReferrersMode.API) {
            throw new UnreachableException(
                    repository.place() + ": the registry has no referrers API", "let the fallback tag be used");
        }
        return listed;
    }

    private ReferrersMode mode() {
        return repository.options().referrers();
    }

    /** Makes attachments that are stored already appear in the lists of their subjects. */
    void announce(Collection<? extends Manifest> attachments) {
        Map<Digest, List<Manifest>> bySubject = new LinkedHashMap<>();
        for (Manifest attachment : attachments) {
            Descriptor subject = attachment
                    .subject()
                    .orElseThrow(() -> new IllegalArgumentException(attachment.digest() + " has no subject"));
            bySubject
                    .computeIfAbsent(subject.digest(), digest -> new ArrayList<>())
                    .add(attachment);
        }
        bySubject.forEach(this::announce);
    }

    private void announce(Digest subject, List<Manifest> attachments) {
        boolean hasApi = byApi(subject).isPresent();
        boolean appeared = hasApi && appearsInApi(subject, attachments);
        if (hasApi && !appeared && mode() == ReferrersMode.API) {
            throw new ConflictException("attachments of " + subject + " were stored in " + repository.place()
                    + " and do not appear in its" + " referrers API");
        }
        if (!appeared || mode() == ReferrersMode.BOTH || repository.options().alsoTag()) {
            change(Tag.fallbackOf(subject), entries(attachments), Set.of());
        }
    }

    /** Native lists lose entries under concurrent writes too: what is missing is pushed again (registries.md 3.1). */
    private boolean appearsInApi(Digest subject, List<Manifest> attachments) {
        Duration wait = FIRST_LOOK_AGAIN;
        for (int look = 0; look < API_LOOKS; look++) {
            Set<Digest> listed = Set.copyOf(byApi(subject).orElse(List.of()).stream()
                    .map(Descriptor::digest)
                    .toList());
            List<Manifest> missing = attachments.stream()
                    .filter(m -> !listed.contains(m.digest()))
                    .toList();
            if (missing.isEmpty()) {
                return true;
            }
            repository.http().pacing().pause(repository.http().pacing().spread(wait));
            wait = wait.multipliedBy(2).compareTo(LONGEST_LOOK_AGAIN) < 0 ? wait.multipliedBy(2) : LONGEST_LOOK_AGAIN;
            if (look == API_LOOKS / 2) {
                missing.forEach(writer::push);
            }
        }
        return false;
    }

    private static Map<Digest, Json.Obj> entries(List<Manifest> attachments) {
        Map<Digest, Json.Obj> entries = new LinkedHashMap<>();
        for (Manifest attachment : attachments) {
            Descriptor entry = attachment.descriptor().withAnnotations(attachment.annotations());
            Descriptor typed =
                    attachment.artifactType().map(entry::withArtifactType).orElse(entry);
            entries.put(attachment.digest(), typed.toJson());
        }
        return entries;
    }

    /** Takes attachments out of their subject's fallback tag, if any of them is listed there. */
    void withdraw(Digest subject, Set<Digest> attachments) {
        boolean listed = fallback.list(subject)
                .filter(entries -> entries.stream().anyMatch(e -> attachments.contains(e.digest())))
                .isPresent();
        if (listed) {
            change(Tag.fallbackOf(subject), Map.of(), attachments);
        }
    }

    /** One writer of this process at a time; the others would only undo each other. */
    private void change(Tag tag, Map<Digest, Json.Obj> add, Set<Digest> remove) {
        ReentrantLock lock = locks.computeIfAbsent(tag, t -> new ReentrantLock());
        lock.lock();
        try {
            new SharedIndex(repository, writer, tag, add, remove).apply();
        } finally {
            lock.unlock();
        }
    }
}
