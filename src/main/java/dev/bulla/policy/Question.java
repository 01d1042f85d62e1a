package dev.bulla.policy;

import java.util.List;

/**
 * What a rule asks of TUF repositories: so many of them must say the same of one target path.
 *
 * @param rule the rule
 * @param target the target path; while {@code anyTag}, its part before the tag
 * @param anyTag true for a digest reference: the tag is open, and the target must be confirmed by the digest
 * @param ask the repositories and how many of them must agree
 */
public record Question(Rule rule, String target, boolean anyTag, Rule.Ask ask) {
    /** Names of the repositories to ask. */
    public List<String> repositories() {
        return ask.repositories();
    }

    /** What is asked of {@code repository} beside the level. */
    public Terms terms(TufRepository repository) {
        return ask.terms().of(repository);
    }

    /** How many of them must say the same. */
    public int threshold() {
        return ask.threshold();
    }
}
