package dev.bulla;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.RejectedException;
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

        /** What this verdict does not promise, a line each. */
        public List<String> leavesOpen() {
            String freshness = "no freshness: an older artifact that was signed with these keys would pass as well";
            String revocation = "no revocation: a stolen key is trusted until you stop giving it";
            return binding.isPresent()
                    ? List.of(revocation)
                    : List.of("the tag is not bound: only the digest is signed", freshness, revocation);
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

    /** A signed statement that {@code name} means the artifact until {@code expires}; the higher version counts. */
    record Binding(String name, long version, Instant expires) {}

    /** Facts from the signed {@code bundle.json}: its name and version and how many images it names, all of them checked. */
    record BundleFacts(String name, String version, int images) {}

    /** The trusted artifact, or a {@link RejectedException} with the reason. */
    default Trusted orThrow() {
        return switch (this) {
            case Trusted trusted -> trusted;
            case Rejected rejected -> throw new RejectedException(rejected.reason());
        };
    }
}
