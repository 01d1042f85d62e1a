package dev.bulla;

import dev.bulla.oci.PinMode;
import java.util.List;
import java.util.Optional;

/** Which pin mode a registry needs, from what was found out about it (registries.md section 5.3). */
final class PinAdvice {
    private PinAdvice() {}

    /**
     * What knows of referrers keeps what has a subject. What does not is of the distribution family more often than not: its
     * third version, which deletes tags by their names, keeps what a tagged index lists, and the second does not. Whatever
     * could not be found out is taken for the worse.
     */
    static Registries.Advice of(List<Registries.Finding> findings) {
        if (is(findings, "referrers-api")) {
            return new Registries.Advice(PinMode.CARRIER, "it has the referrers API, and keeps what is attached");
        }
        if (is(findings, "tag-deletes")) {
            return new Registries.Advice(
                    PinMode.CARRIER,
                    "no referrers API, but tags can be deleted, as in distribution 3: what a tagged index lists is kept");
        }
        return new Registries.Advice(
                PinMode.TAGS,
                "no referrers API, and tags cannot be deleted, as in distribution 2: with --delete-untagged its collector"
                        + " takes every manifest without a tag");
    }

    private static boolean is(List<Registries.Finding> findings, String name) {
        return findings.stream()
                .filter(finding -> finding.name().equals(name))
                .map(Registries.Finding::answer)
                .anyMatch(Optional.of(true)::equals);
    }
}
