package dev.bulla.resolve;

import dev.bulla.cnab.Bundle;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Step;
import dev.bulla.trust.LockedRepository;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What pinned roles prove of an artifact.
 *
 * @param artifact the artifact
 * @param roles the trusted roles
 * @param target the entry that names it
 * @param chain the roles that vouch, from root down to the one that lists it
 * @param bundle what it is, when it is a bundle whose stored form was proven
 * @param attached true when the roles came from what is attached to the artifact, not from the TUF repository
 * @param otherNames further names under which trusted roles list it
 * @param supply what is known about how it and its images were made
 * @param freshness how old the roles may be, and what keeps them from being older ones
 * @param drift what the tag names, when that is another than the artifact
 * @param channel the entry that led to the target, where a channel was asked for
 */
public record Proof(
        Manifest artifact,
        Lookup roles,
        Found target,
        List<RoleChecks.Vouched> chain,
        Optional<Bundle> bundle,
        boolean attached,
        List<String> otherNames,
        SupplyChain.Facts supply,
        Freshness freshness,
        Optional<Digest> drift,
        Optional<Found> channel) {
    /** Copies the lists. */
    public Proof {
        chain = List.copyOf(chain);
        otherNames = List.copyOf(otherNames);
    }

    /**
     * What a {@code trust.lock} is to keep of it.
     *
     * @param at when it was proved
     */
    public LockedRepository seen(Instant at) {
        return LockCheck.seen(this, at);
    }

    /** The same with more known of its images. */
    public Proof withSupply(SupplyChain.Facts facts) {
        return new Proof(
                artifact, roles, target, chain, bundle, attached, otherNames, facts, freshness, drift, channel);
    }

    /**
     * A proof or a refusal, with the checks made until then.
     *
     * @param checks in order; the last one failed if the outcome is a refusal
     * @param step the proof or the refusal
     */
    public record Outcome(List<Check> checks, Step<Proof> step) {
        /** Copies the list. */
        public Outcome {
            checks = List.copyOf(checks);
        }

        /** The same outcome with checks that were made before. */
        Outcome after(List<Check> earlier) {
            List<Check> all = new ArrayList<>(earlier);
            all.addAll(checks);
            return new Outcome(all, step);
        }

        /** The proof, if it is one. */
        public Optional<Proof> proof() {
            return step instanceof Step.Done<Proof> done ? Optional.of(done.value()) : Optional.empty();
        }
    }
}
