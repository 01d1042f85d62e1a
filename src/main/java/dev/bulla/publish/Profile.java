package dev.bulla.publish;

import dev.bulla.crypto.PublicKey;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.Delegation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a new namespace begins with (trust.md section 5.1). */
public enum Profile {
    /** The four top-level roles: targets signs everything. */
    MVP,
    /** With {@code targets/releases}, an online role for versions, links and channels; layouts and keys stay offline. */
    MVP_INTOTO,
    /** As before for many repositories: each gets a role of its own later; a week of freshness, renewed daily. */
    NAMESPACE,
    /** With {@code targets/qa}, whose endorsement policies may demand. */
    MAX;

    /** The role of versions, links and channels. */
    public static final RoleName RELEASES = new RoleName("targets/releases");

    /** The role of endorsements. */
    public static final RoleName QA = new RoleName("targets/qa");

    /** A day of freshness would turn one missed job into an outage of everybody (trust.md section 5.1). */
    private static final Duration SHARED_ONLINE = Duration.ofDays(7);

    private static final Duration QA_LIFE = Duration.ofDays(90);

    /** As on the command line: {@code mvp}, {@code mvp+intoto}, {@code namespace}, {@code max}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    /** True when versions are signed by a role of their own. */
    public boolean hasReleases() {
        return this != MVP;
    }

    /** True when there is a role of endorsements. */
    public boolean hasQa() {
        return this == MAX;
    }

    /** How long roles live, {@code given} first. */
    public RoleLives lives(Map<RoleName, Duration> given) {
        Map<RoleName, Duration> lives = new HashMap<>();
        if (this == NAMESPACE || this == MAX) {
            lives.put(RoleName.SNAPSHOT, SHARED_ONLINE);
            lives.put(RoleName.TIMESTAMP, SHARED_ONLINE);
        }
        lives.put(QA, QA_LIFE);
        lives.putAll(given);
        return new RoleLives(lives);
    }

    /**
     * The delegations of top-level targets.
     *
     * @param origin the namespace; of an image layout the one repository that it is
     */
    List<Delegation> delegations(String origin, List<PublicKey> releases, List<PublicKey> qa) {
        List<Delegation> delegations = new ArrayList<>();
        String repository = origin.startsWith("oci:") ? origin : origin + "/*";
        if (hasReleases()) {
            delegations.add(Delegation.of(
                    RELEASES,
                    releases,
                    1,
                    repository + ":*",
                    repository + "/in-toto-metadata/*/*.link",
                    repository + "@channel/*"));
        }
        if (hasQa()) {
            delegations.add(Delegation.of(QA, qa, 1, repository + "/qa/*"));
        }
        return delegations;
    }
}
