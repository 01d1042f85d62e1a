package dev.bulla.tuf.attack;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an attacker wants, and with which keys it can be had. */
enum Goal {
    OWN_BUNDLE(
            "own bundle",
            "install a bundle of its own under a name of the releases role",
            "CNAB-Sec 301: the key that signs versions can sign malicious ones; the refresh job publishes them unknowingly"),
    OTHER_PATH(
            "other path",
            "install a bundle of its own under a name of another delegation",
            "a role is heard on the paths that were delegated to it alone (TUF 5.6.7)"),
    OLD_BUNDLE(
            "old bundle",
            "roll back to a bundle of a generation that is expired",
            "whoever remembers refuses lower versions (TUF 5.5.5); CNAB-Sec 301: rollback until targets expire"),
    FREEZE(
            "freeze",
            "hide the newest generation while the timestamp last seen is valid",
            "the expiry of the timestamp is the bound that TUF gives (TUF 1.5.2, indefinite freeze)"),
    PAST_TIMESTAMP(
            "past timestamp",
            "hide it when that timestamp is expired and the snapshot is not",
            "a new timestamp can name the old snapshot; a role can say the old as the newest"),
    PAST_SNAPSHOT(
            "past snapshot",
            "hide it when that snapshot is expired, too",
            "CNAB-Sec 301: freeze with both online keys until targets expire"),
    PAST_TARGETS(
            "past targets",
            "hide it when the targets roles of then are expired",
            "CNAB-Sec 301: limited by the expiration of targets metadata"),
    HIDE_TARGET(
            "hide target",
            "let a bundle vanish: a complete chain that does not list it",
            "a snapshot that lists a role no more, or an older version of it, is refused (TUF 5.5.5)"),
    MIX(
            "mix",
            "present targets of one generation with releases of another",
            "a snapshot binds the versions of all roles, and a timestamp the snapshot (TUF 5.5, mix and match)"),
    FAST_FORWARD(
            "fast-forward",
            "drive a remembered version to the highest there is",
            "only denial, and repaired by root (TUF 5.3.11)"),
    RULES(
            "rules",
            "change a layout entry or a delegation of top-level targets",
            "CNAB-Sec 301: with the releases key nobody changes the rules of the supply chain"),
    ROOT("root", "replace root", "a root is signed by the threshold of the one before it (TUF 5.3.4)");

    private final String label;
    private final String aim;
    private final String why;

    Goal(String label, String aim, String why) {
        this.label = label;
        this.aim = aim;
        this.why = why;
    }

    /** The combinations of keys of which one is needed, against a victim that remembers or one that does not. */
    private List<Set<Stolen>> needs(boolean remembers) {
        Set<Stolen> online = EnumSet.of(Stolen.TIMESTAMP, Stolen.SNAPSHOT);
        Set<Stolen> timestamp = EnumSet.of(Stolen.TIMESTAMP);
        Set<Stolen> releases = EnumSet.of(Stolen.RELEASES);
        Set<Stolen> targets = EnumSet.of(Stolen.TARGETS);
        return switch (this) {
            case OWN_BUNDLE, PAST_TARGETS -> List.of(releases, targets);
            case OLD_BUNDLE, HIDE_TARGET -> remembers ? List.of(releases, targets) : List.of(online, releases, targets);
            case PAST_SNAPSHOT -> List.of(online, releases, targets);
            case PAST_TIMESTAMP, FAST_FORWARD -> List.of(timestamp, releases, targets);
            case OTHER_PATH, RULES -> List.of(targets);
            case MIX -> List.of(online);
            case FREEZE -> List.of(EnumSet.noneOf(Stolen.class));
            case ROOT -> List.of();
        };
    }

    /** Whether these keys are enough, against a victim that remembers or one that does not. */
    boolean isReachedWith(Set<Stolen> keys, boolean remembers) {
        return needs(remembers).stream().anyMatch(keys::containsAll);
    }

    /** The heading of its column. */
    String label() {
        return label;
    }

    private String words(boolean remembers) {
        if (needs(remembers).isEmpty()) {
            return "not with these keys";
        }
        return needs(remembers).stream()
                .map(keys -> keys.isEmpty() ? "no key" : Stolen.named(keys).replace(", ", " and "))
                .collect(Collectors.joining(", or "));
    }

    /** Its row in the table of derivations. */
    String row() {
        return "| " + label + " | " + aim + " | " + words(true) + " | " + words(false) + " | " + why + " |";
    }
}
