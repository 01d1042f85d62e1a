package dev.bulla.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule asks of one TUF repository beside the level, and what it lets pass that is refused otherwise (trust.md section
 * 2). Whoever verifies acts on all of it.
 *
 * @param freshness how old the roles may be
 * @param witnesses who must have signed the timestamp as well
 * @param evidence what must be known of how the artifact was made
 * @param signatures detached signatures that must be there
 * @param algorithms which signature schemes count
 * @param redirect where a channel may lead
 * @param allowed what is let pass
 * @param extraFiles what becomes of files in a thick archive that the bundle does not need
 */
public record Terms(
        Optional<FreshnessRule> freshness,
        Optional<WitnessRule> witnesses,
        EvidenceRule evidence,
        List<RequiredSignature> signatures,
        Optional<AlgorithmRule> algorithms,
        RedirectRule redirect,
        Set<Allowance> allowed,
        ExtraFiles extraFiles) {
    /** What holds where no policy says anything: the strict side of each. */
    public static final Terms STANDARD = new Terms(
            Optional.empty(),
            Optional.empty(),
            EvidenceRule.NONE,
            List.of(),
            Optional.empty(),
            new RedirectRule.SameNamespace(),
            Set.of(),
            ExtraFiles.WARN);

    /** Copies the collections. */
    public Terms {
        signatures = List.copyOf(signatures);
        allowed = Set.copyOf(allowed);
    }

    /** The same for one repository, whose own freshness holds where the rule has none, and whose witnesses are asked. */
    Terms of(TufRepository repository) {
        return new Terms(
                freshness.or(repository::freshness),
                repository.witnesses(),
                evidence,
                signatures,
                algorithms,
                redirect,
                allowed,
                extraFiles);
    }
}
