package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for referrers (distribution-spec 1.1, "Listing Referrers"). Registries without the API say so in many ways: 404,
 * 405, 400, 501, a redirect to a web page, a web page with any status. Whatever is not an OCI index is "unsupported",
 * except a denial and a server that is down, which are failures (registries.md section 3.6).
 */
final class ReferrersApi {
    private final Repository repository;

    ReferrersApi(Repository repository) {
        this.repository = repository;
    }

    /** The entries of all pages without duplicates, or empty when the registry has no such API. */
    Optional<List<Descriptor>> list(Digest subject) {
        Operation operation = repository.metadata();
        Map<Digest, Descriptor> entries = new LinkedHashMap<>();
        Set<URI> seen = new HashSet<>();
        Optional<URI> page = Optional.of(repository.referrers(subject));
        while (page.isPresent()) {
            checkPage(page.get(), seen);
            try (Answer answer = ask(page.get(), operation)) {
                Optional<ImageIndex> index = index(answer);
                if (index.isEmpty() && seen.size() == 1) {
                    return Optional.empty();
                }
                index.orElseThrow(() -> new UnreachableException(
                                answer.call() + ": page " + seen.size() + " of the referrers is no index"))
                        .manifests()
                        .forEach(entry -> entries.putIfAbsent(entry.digest(), entry));
                checkCount(entries.size(), answer.call());
                page = PageLink.next(answer);
            }
        }
        return Optional.of(List.copyOf(entries.values()));
    }

    private Answer ask(URI page, Operation operation) {
        Call call = Call.of("GET", page).with("Accept", MediaType.OCI_INDEX.value());
        return repository.toPull().send(call, operation);
    }

    private void checkPage(URI page, Set<URI> seen) {
        if (!Hosts.sameOrigin(page, repository.base())) {
            throw new UnreachableException(
                    "referrers in " + repository.place() + ": the next page is on another host, " + Hosts.shown(page));
        }
        if (!seen.add(page)) {
            throw limit("the pages of the referrers run in a circle");
        }
        if (seen.size() > GraphLimits.MAX_REFERRERS_PAGES) {
            throw limit("more than " + GraphLimits.MAX_REFERRERS_PAGES + " pages of referrers");
        }
    }

    private static void checkCount(int count, Call call) {
        if (count > GraphLimits.MAX_REFERRERS) {
            throw limit(call + ": more than " + GraphLimits.MAX_REFERRERS + " referrers");
        }
    }

    private static RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message));
    }

    /** The index in an answer, or empty when the answer means that there is no API. */
    private static Optional<ImageIndex> index(Answer answer) {
        int status = answer.status();
        boolean down = status >= 500 && status != 501;
        if (!answer.isWebPage() && (status == 401 || status == 403 || status == 429 || down)) {
            throw Statuses.failure(answer);
        }
        if (status != 200 || answer.isWebPage()) {
            return Optional.empty();
        }
        try {
            Bytes raw = answer.upTo(GraphLimits.MAX_MANIFEST_BYTES);
            return Manifest.parse(raw, Optional.of(MediaType.OCI_INDEX)) instanceof ImageIndex index
                    ? Optional.of(index)
                    : Optional.empty();
        } catch (RejectedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.unreachable(answer.call(), e);
        }
    }
}
