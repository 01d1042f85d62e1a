package dev.bulla.registry;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.RejectedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a registry does about referrers; its headers are reported and not believed (registries.md section 3). */
final class ProbeReferrers {
    private final Repository repository;
    private final ProbeArtifacts artifacts;
    private final ReferrersApi api;

    ProbeReferrers(Repository repository, ProbeArtifacts artifacts) {
        this.repository = repository;
        this.artifacts = artifacts;
        this.api = new ReferrersApi(repository);
    }

    /** Without writing: whether the question is answered for a subject that nothing is attached to. */
    List<Finding> readOnly() {
        Digest nobody = Digest.of(artifacts.content("nobody"));
        return List.of(RegistryProbe.ask("referrers-api", () -> {
            boolean there = api.list(nobody).isPresent();
            return Finding.of("referrers-api", there, there ? "answers with a list" : "does not answer with a list");
        }));
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Manifest first = artifacts.attachment("first");
        Manifest second = artifacts.attachment("second");
        findings.add(RegistryProbe.ask("subject", () -> subjectTaken(first, second)));
        findings.add(RegistryProbe.ask("subject-header", () -> subjectHeader(first)));
        Finding there = RegistryProbe.ask("referrers-api", () -> listed(first, second));
        findings.add(there);
        if (there.answer() == Finding.Answered.YES) {
            findings.add(RegistryProbe.ask("referrers-filter", this::filter));
            findings.add(RegistryProbe.ask("referrers-paging", this::paging));
        } else {
            findings.add(Finding.unknown("referrers-filter", "there is no list"));
            findings.add(Finding.unknown("referrers-paging", "there is no list"));
        }
        return findings;
    }

    private Finding subjectTaken(Manifest... attachments) {
        try {
            for (Manifest attachment : attachments) {
                artifacts.push(attachment);
            }
            return Finding.of("subject", true, "manifests with a subject are stored");
        } catch (RejectedException e) {
            return Finding.of("subject", false, RegistryProbe.line(e));
        }
    }

    private Finding subjectHeader(Manifest attachment) {
        Call call = Call.of("PUT", repository.manifest(attachment.digest().toString()))
                .sending(Body.of(attachment.mediaType().value(), attachment.raw()));
        try (Answer answer = repository.toPush().send(call, repository.metadata())) {
            boolean sent = answer.headers().has("OCI-Subject");
            return Finding.of("subject-header", sent, sent ? "OCI-Subject is sent" : "OCI-Subject is not sent");
        }
    }

    private Finding listed(Manifest... attachments) {
        Optional<List<Descriptor>> list = api.list(artifacts.subject().digest());
        if (list.isEmpty()) {
            return Finding.of("referrers-api", false, "does not answer with a list; the fallback tag is used");
        }
        List<Digest> digests = list.get().stream().map(Descriptor::digest).toList();
        long seen = List.of(attachments).stream()
                .filter(a -> digests.contains(a.digest()))
                .count();
        return Finding.of(
                "referrers-api", true, "lists " + seen + " of " + attachments.length + " attachments at once");
    }

    private Finding filter() {
        URI filtered = Hosts.resolve(
                repository.referrers(artifacts.subject().digest()),
                URI.create("?artifactType=application/vnd.bulla.probe.other"));
        try (Answer answer = repository.toPull().send(Call.of("GET", filtered), repository.metadata())) {
            String applied = answer.headers().first("OCI-Filters-Applied").orElse("");
            boolean said = applied.contains("artifactType");
            boolean empty = Manifest.parse(Manifests.body(answer), Optional.empty())
                    .successors()
                    .isEmpty();
            String detail = (empty ? "lists are filtered" : "lists are not filtered")
                    + (said ? ", and it says that they are" : "");
            return Finding.of("referrers-filter", empty, detail);
        }
    }

    private Finding paging() {
        URI list = repository.referrers(artifacts.subject().digest());
        try (Answer answer = repository.toPull().send(Call.of("GET", list), repository.metadata())) {
            return PageLink.next(answer).isPresent()
                    ? Finding.of("referrers-paging", true, "two attachments come on more than one page")
                    : Finding.unknown("referrers-paging", "two attachments come on one page");
        }
    }
}
