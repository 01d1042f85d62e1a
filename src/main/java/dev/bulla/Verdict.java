package dev.bulla;

import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answer to "may I run this?". Only a {@link Trusted} has a descriptor that may be used. */
public sealed interface Verdict {
    /** What was asked for. */
    Reference asked();

    /** Every check that was made, in order. */
    List<Check> checks();

    /**
     * The artifact is what the keys' holders signed.
     *
     * @param asked what was asked for
     * @param subject the artifact; deploy it by this digest
     * @param keyIds ids of the distinct keys whose signatures verified
     * @param threshold how many were demanded
     * @param binding the signed statement that the name means this digest, if one applies
     * @param otherNames names that other valid statements give it, unverified as names
     * @param bundle what the bundle is by its own {@code bundle.json}, when it is one
     * @param vouching the pinned roles that vouch for it; empty when it was judged with keys in hand
     * @param checks every check that was made
     */
    record Trusted(
            Reference asked,
            Descriptor subject,
            List<String> keyIds,
            int threshold,
            Optional<Binding> binding,
            List<String> otherNames,
            Optional<BundleFacts> bundle,
            Optional<Vouching> vouching,
            List<Check> checks)
            implements Verdict {
        /** Copies the lists. */
        public Trusted {
            keyIds = List.copyOf(keyIds);
            otherNames = List.copyOf(otherNames);
            checks = List.copyOf(checks);
        }

        /** {@code place@digest}: what to deploy, since a tag may move. */
        public Reference deploy() {
            return asked.withDigest(subject.digest());
        }

        /** The same verdict after further checks. */
        Trusted withChecks(List<Check> more) {
            return new Trusted(asked, subject, keyIds, threshold, binding, otherNames, bundle, vouching, more);
        }

        /** The level of CNAB Security 300 that was reached, as far as it was looked into. */
        public String level() {
            return vouching.map(Vouching::level).orElse("0");
        }

        /** What this verdict does not promise, a line each. */
        public List<String> leavesOpen() {
            return LevelWords.open(this);
        }

        /** What leads to a higher level; nothing where there is none. */
        public List<Advice> advice() {
            return LevelWords.advice(this);
        }
    }

    /**
     * The artifact was examined and is not trusted.
     *
     * @param asked what was asked for
     * @param reason why
     * @param checks the checks that were made until then
     */
    record Rejected(Reference asked, Reason reason, List<Check> checks) implements Verdict {
        /** Copies the list. */
        public Rejected {
            checks = List.copyOf(checks);
        }
    }

    /**
     * The artifact is not trusted, and a rule of the policy lets it through all the same: to try a rule before it counts, or
     * for names that nobody has signed yet. Nothing is proved of it; of a bundle it may be known that its images are signed.
     *
     * @param asked what was asked for
     * @param subject what the place holds
     * @param rule the rule, by its place in the policy
     * @param reason why it would be refused; empty where the rule asks for no proof
     * @param level {@code 0}, or {@code 1a} for a bundle whose images are all signed
     * @param checks the checks that were made until then
     */
    record Allowed(
            Reference asked, Descriptor subject, String rule, Optional<Reason> reason, String level, List<Check> checks)
            implements Verdict {
        /** Copies the list. */
        public Allowed {
            checks = List.copyOf(checks);
        }

        /** {@code place@digest}: what was looked at. */
        public Reference deploy() {
            return asked.withDigest(subject.digest());
        }

        /** What is not proved, a line each. */
        public List<String> leavesOpen() {
            return LevelWords.unsigned(level);
        }

        /** True when the rule asks for no proof; false when a proof was asked for and is not there. */
        public boolean mayBeUnsigned() {
            return reason.isEmpty();
        }

        /** The same for whoever needs proof: rejected. */
        public Rejected strictly() {
            Reason without = Reason.of(
                    ReasonCode.UNSIGNED_REQUIRED,
                    asked + " is let through without proof by " + rule + " of the policy, and this needs proof");
            return new Rejected(asked, reason.orElse(without), checks);
        }
    }

    /** A signed statement that {@code name} means the artifact until {@code expires}; the higher version counts. */
    record Binding(String name, long version, Instant expires) {}

    /**
     * The roles that vouch, from the pinned root down.
     *
     * @param signedAs the name under which the roles list the artifact
     * @param chain root, timestamp, snapshot, then the targets roles down to the one that lists it
     * @param nearestExpiry when the first of them expires
     * @param attached true when they came from a capsule that is attached to the artifact, not from the TUF repository
     * @param level the level of CNAB Security 300, such as {@code 3b}
     * @param provenance the supply chain, when the roles list a layout for it
     * @param images what is known of the images of a bundle
     * @param freshness how old the roles may be
     * @param protections what would have told an older state of the roles, strongest first; never empty, {@link
     *     Protection#NONE} alone when nothing would
     * @param drift what the place's tag names, when that is another digest than the one the roles list and the caller asked
     *     for theirs
     */
    record Vouching(
            String signedAs,
            List<Role> chain,
            Instant nearestExpiry,
            boolean attached,
            String level,
            Optional<Provenance> provenance,
            List<Image> images,
            Freshness freshness,
            List<Protection> protections,
            Optional<Digest> drift) {
        /** Copies the lists. */
        public Vouching {
            chain = List.copyOf(chain);
            images = List.copyOf(images);
            protections = List.copyOf(protections);
        }
    }

    /**
     * How old the roles behind an answer may be (trust.md section 10). Roles that are too old are a refusal.
     *
     * @param grade how their age was judged
     * @param seen when they were last known to be current: the start of this run, the time of the receipt, or for degraded
     *     ones the expiry that has passed
     * @param until from when on the answer no longer holds
     */
    record Freshness(Grade grade, Instant seen, Instant until) {
        /** How the age of roles was judged. */
        public enum Grade {
            /** Unexpired now, from a source that was asked in this run. */
            FRESH,
            /** Unexpired when a receipt says that they were seen, and the receipt is not too old. */
            RECEIPT,
            /** Expired by less than the policy tolerates. */
            DEGRADED
        }
    }

    /** What protects from roles that are older than others seen before, though they have not expired. */
    enum Protection {
        /** Cosignatures of witnesses. */
        WITNESS,
        /** A lock file beside the deployment. */
        LOCK,
        /** What this machine remembers of earlier runs. */
        STATE,
        /** Nothing but the expiry of the roles. */
        NONE
    }

    /**
     * A layout that was met, whose last step made the artifact.
     *
     * @param layout its target path
     * @param bound true when top-level targets binds it to the name; false when only the artifact's own entry names it
     * @param counts true when it raises the level: it is bound, or a rule says that being named by the entry is enough
     * @param chain the chain that met it: who did what, and which rule let each artifact through
     */
    record Provenance(String layout, boolean bound, boolean counts, LayoutVerdict.Accepted chain) {
        /** How many steps have evidence, those of sublayouts included. */
        public int steps() {
            return chain.steps().size();
        }
    }

    /**
     * An image of a bundle; that its bytes are those of the signed bundle was checked in any case.
     *
     * @param label the image in words
     * @param signedAs the name under which trusted roles list it, if they do
     * @param made true when its supply chain was verified too
     * @param refusal why a layout that speaks about it is not met
     */
    record Image(String label, Optional<String> signedAs, boolean made, Optional<Reason> refusal) {}

    /** What leads to a higher level. */
    record Advice(String level, String step) {}

    /**
     * A verified role.
     *
     * @param name the role
     * @param version its version
     * @param expires from when on it is expired
     * @param threshold how many keys had to sign
     * @param keyIds the distinct keys that did
     */
    record Role(String name, long version, Instant expires, int threshold, List<String> keyIds) {
        /** Copies the list. */
        public Role {
            keyIds = List.copyOf(keyIds);
        }
    }

    /** Facts from the signed {@code bundle.json}: its name and version and how many images it names, all of them checked. */
    record BundleFacts(String name, String version, int images) {}

    /**
     * This verdict where it reaches a level, else a refusal: {@code LAYOUT_UNBOUND} when the level needs a supply chain and
     * no layout is bound to the name, {@code LEVEL_TOO_LOW} otherwise (trust.md sections 6 and 7).
     *
     * @param least {@code 0}, {@code 1a}, {@code 1b}, {@code 2}, {@code 3a}, {@code 3b} or {@code 4}
     * @throws UsageException when {@code least} is no level
     */
    default Verdict atLeast(String least) {
        return LevelDemand.of(this, least);
    }

    /** The trusted artifact, or a {@link RejectedException} with the reason. */
    default Trusted orThrow() {
        return switch (this) {
            case Trusted trusted -> trusted;
            case Rejected rejected -> throw new RejectedException(rejected.reason());
            case Allowed allowed ->
                throw new RejectedException(allowed.strictly().reason());
        };
    }
}
