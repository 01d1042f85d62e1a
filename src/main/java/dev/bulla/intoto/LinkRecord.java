package dev.bulla.intoto;

import dev.bulla.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a link says about itself beside artifacts: when the step ran and on which commit. Only what has a fixed place is
 * read: times are members {@code started} and {@code finished} of {@code byproducts} or {@code environment} in RFC 3339, a
 * commit is an artifact called {@code git:commit} or one with a {@code gitCommit} hash (the digest set of the attestation
 * framework). A functionary who signs a wrong time is believed: in-toto has no other clock.
 *
 * @param started when the step began, if recorded
 * @param finished when it ended, if recorded
 * @param commits commit ids in hex, in the order of the artifacts that name them
 */
public record LinkRecord(Optional<Instant> started, Optional<Instant> finished, List<String> commits) {
    private static final String COMMIT_ARTIFACT = "git:commit";

    private static final String COMMIT_HASH = "gitCommit";

    /** Copies the list. */
    public LinkRecord {
        commits = List.copyOf(commits);
    }

    /** Nothing recorded. */
    public static LinkRecord none() {
        return new LinkRecord(Optional.empty(), Optional.empty(), List.of());
    }

    /** What {@code link} records. */
    public static LinkRecord of(Link link) {
        return new LinkRecord(time(link, "started"), time(link, "finished"), commits(link));
    }

    private static Optional<Instant> time(Link link, String member) {
        for (Json.Obj place : List.of(link.byproducts(), link.environment())) {
            if (place.members().get(member) instanceof Json.Text text) {
                try {
                    return Optional.of(Instant.parse(text.value()));
                } catch (DateTimeException notATime) {
                    // free form: whatever it is, it is no time
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> commits(Link link) {
        List<String> commits = new ArrayList<>();
        for (Artifacts artifacts : List.of(link.products(), link.materials())) {
            artifacts
                    .hashes()
                    .forEach((name, hashes) -> commit(name, hashes)
                            .filter(commit -> !commits.contains(commit))
                            .ifPresent(commits::add));
        }
        return commits;
    }

    private static Optional<String> commit(String name, Map<String, String> hashes) {
        String direct = hashes.get(COMMIT_HASH);
        if (direct != null) {
            return Optional.of(direct);
        }
        return name.equals(COMMIT_ARTIFACT) ? hashes.values().stream().findFirst() : Optional.empty();
    }
}
