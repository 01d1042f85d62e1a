package dev.bulla;

import dev.bulla.cnab.Bundle;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.resolve.FreshCapsule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An artifact that is about to be copied, judged.
 *
 * @param artifact what the place holds, and what was judged
 * @param verdict what was said of it; empty when nobody judged
 * @param bundle what it is, when it is a bundle that was proved
 * @param capsules the role files that proved it, from the TUF repositories as they are now
 */
record DepartureCheck(
        Manifest artifact, Optional<Verdict> verdict, Optional<Bundle> bundle, List<FreshCapsule> capsules) {
    /** Copies the list. */
    DepartureCheck {
        capsules = List.copyOf(capsules);
    }

    /**
     * Judges {@code from} in a place that is open.
     *
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.RejectedException when it is not trusted
     */
    static DepartureCheck of(Places places, Source source, Reference from, Optional<Relocator.Judge> judge) {
        if (judge.isEmpty()) {
            return new DepartureCheck(fetched(source, from), Optional.empty(), Optional.empty(), List.of());
        }
        // by repository, so that the order does not depend on which of several answered first
        TreeMap<String, FreshCapsule> capsules = new TreeMap<>();
        List<Bundle> bundles = new ArrayList<>();
        List<Manifest> artifacts = new ArrayList<>();
        Trust trust = judge.get().trust().heardBy((question, proof) -> {
            Optional<FreshCapsule> capsule = FreshCapsule.of(question, proof);
            synchronized (capsules) {
                capsule.ifPresent(fresh -> capsules.put(fresh.repository().toString(), fresh));
                proof.bundle().ifPresent(bundles::add);
                artifacts.add(proof.artifact());
            }
        });
        Verdict verdict = new Verifier(places, false, Progress.NONE)
                .verify(source, from, trust, judge.get().as(), judge.get().at());
        if (verdict instanceof Verdict.Allowed allowed && allowed.mayBeUnsigned()) {
            return new DepartureCheck(
                    fetched(source, allowed.deploy()), Optional.of(verdict), Optional.empty(), List.of());
        }
        Verdict.Trusted trusted = verdict.orThrow();
        Manifest artifact = artifacts.stream()
                .filter(known -> known.digest().equals(trusted.subject().digest()))
                .findFirst()
                .orElseGet(() -> fetched(source, trusted.deploy()));
        return new DepartureCheck(
                artifact, Optional.of(verdict), bundles.stream().findFirst(), List.copyOf(capsules.values()));
    }

    /** The proof, if there is one. */
    Optional<Verdict.Trusted> trusted() {
        return verdict.filter(Verdict.Trusted.class::isInstance).map(Verdict.Trusted.class::cast);
    }

    private static Manifest fetched(Source source, Reference from) {
        return source.manifest(from).orElseThrow(() -> new NotFoundException(from + " does not exist (source)"));
    }
}
