package dev.bulla.registry;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the index at a subject's fallback tag (distribution-spec 1.1, "Referrers Tag Schema"). */
final class FallbackTag {
    private final Repository repository;
    private final Manifests manifests;

    FallbackTag(Repository repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    /** What is listed there; empty when the tag is absent or holds no index, which lists nothing. */
    Optional<List<Descriptor>> list(Digest subject) {
        Optional<Manifests.Tagged> tagged = read(Tag.fallbackOf(subject));
        if (tagged.isEmpty() || !(tagged.get().manifest() instanceof ImageIndex index)) {
            return Optional.empty();
        }
        if (index.manifests().size() > GraphLimits.MAX_REFERRERS) {
            throw new RejectedException(Reason.of(
                    ReasonCode.LIMIT_EXCEEDED,
                    "fallback tag of " + subject + " in " + repository.place() + " lists more than "
                            + GraphLimits.MAX_REFERRERS + " referrers"));
        }
        Map<Digest, Descriptor> entries = new LinkedHashMap<>();
        index.manifests().forEach(entry -> entries.putIfAbsent(entry.digest(), entry));
        return Optional.of(List.copyOf(entries.values()));
    }

    private Optional<Manifests.Tagged> read(Tag tag) {
        try {
            return manifests.at(tag).filter(t -> t.manifest().mediaType().equals(MediaType.OCI_INDEX));
        } catch (RejectedException e) {
            if (e.reason().code() == ReasonCode.LIMIT_EXCEEDED) {
                throw e;
            }
            repository.http().trace().accept("* " + tag + " holds no index: " + e.getMessage());
            return Optional.empty();
        }
    }
}
