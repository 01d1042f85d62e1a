package dev.bulla.publish;

import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which versions stay signed (trust.md section 4.2): only what somebody should still run. A version goes when it is beyond
 * the newest so many of its repository, or older than so long; pinned ones and those that a channel leads to stay. Evidence
 * of a version goes with it. Deleting is no revocation: what was signed may be remembered.
 *
 * @param keepLast the newest versions of each repository that stay; without it any number
 * @param maxAge how long after its signing a version stays; entries that do not say when they were signed have no age
 * @param tags patterns of the tags that this is about; none means all
 * @param pins patterns of tags or whole names that stay whatever else is said
 * @param archive whether what goes is listed by {@code targets/archive} instead
 */
public record Retention(
        OptionalInt keepLast,
        Optional<Duration> maxAge,
        List<PathPattern> tags,
        List<PathPattern> pins,
        boolean archive) {
    private static final String EVIDENCE = "/in-toto-metadata/";

    /** Copies the lists. */
    public Retention {
        tags = List.copyOf(tags);
        pins = List.copyOf(pins);
    }

    /** A version of a repository. */
    private record Version(TargetPath path, String repository, String tag, TargetInfo info) {
        static Optional<Version> of(TargetPath path, TargetInfo info) {
            int colon = path.value().lastIndexOf(':');
            boolean version = isVersion(info) && colon > path.value().lastIndexOf('/');
            return version
                    ? Optional.of(new Version(
                            path, path.value().substring(0, colon), path.value().substring(colon + 1), info))
                    : Optional.empty();
        }

        private static boolean isVersion(TargetInfo info) {
            Optional<Json> kind = NewTarget.custom(info).get("kind");
            return kind.equals(Optional.of(Json.text(NewTarget.BUNDLE)))
                    || kind.equals(Optional.of(Json.text(NewTarget.MANIFEST)));
        }

        Optional<Instant> signedAt() {
            if (NewTarget.custom(info).get(NewTarget.SIGNED_AT).orElse(new Json.Null()) instanceof Json.Text text) {
                try {
                    return Optional.of(UtcTime.parse(text.value()));
                } catch (JsonException e) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }

        boolean matches(List<PathPattern> patterns) {
            return patterns.stream().anyMatch(pattern -> pattern.matches(new TargetPath(tag)) || pattern.matches(path));
        }
    }

    private static final Comparator<Version> NEWEST_FIRST = Comparator.<Version, Instant>comparing(
                    version -> version.signedAt().orElse(Instant.MIN))
            .thenComparingLong(version -> NewTarget.seq(version.info()))
            .thenComparing(version -> version.path().value())
            .reversed();

    /** The entries of {@code role} that go, in the order of their names. */
    public Map<TargetPath, TargetInfo> outdated(Targets role, Instant now) {
        Map<String, List<Version>> repositories = new TreeMap<>();
        Set<String> led = new HashSet<>();
        role.forEach((path, info) -> {
            redirect(info).ifPresent(led::add);
            Version.of(path, info)
                    .filter(version -> tags.isEmpty() || version.matches(tags))
                    .ifPresent(version -> repositories
                            .computeIfAbsent(version.repository(), name -> new ArrayList<>())
                            .add(version));
        });
        Map<String, TargetInfo> gone = new TreeMap<>();
        repositories.values().forEach(versions -> {
            versions.sort(NEWEST_FIRST);
            for (int i = 0; i < versions.size(); i++) {
                Version version = versions.get(i);
                boolean kept =
                        version.matches(pins) || led.contains(version.path().value());
                if (!kept && (isBeyond(i) || isOld(version, now))) {
                    gone.put(version.path().value(), version.info());
                }
            }
        });
        withEvidence(role, gone);
        Map<TargetPath, TargetInfo> outdated = new LinkedHashMap<>();
        gone.forEach((path, info) -> outdated.put(new TargetPath(path), info));
        return outdated;
    }

    private boolean isBeyond(int place) {
        return keepLast.isPresent() && place >= keepLast.getAsInt();
    }

    private boolean isOld(Version version, Instant now) {
        return maxAge.isPresent()
                && version.signedAt()
                        .filter(at -> at.plus(maxAge.get()).isBefore(now))
                        .isPresent();
    }

    private static Optional<String> redirect(TargetInfo info) {
        return NewTarget.custom(info).get("redirect").orElse(new Json.Null()) instanceof Json.Obj redirect
                        && redirect.get("to").orElse(new Json.Null()) instanceof Json.Text to
                ? Optional.of(to.value())
                : Optional.empty();
    }

    /** Links of a version lie in the directory of its sha256; they go unless a version with these bytes stays. */
    private static void withEvidence(Targets role, Map<String, TargetInfo> gone) {
        Set<String> hashes = new HashSet<>();
        gone.values().forEach(info -> hashes.add(info.hashes().prefix()));
        role.forEach((path, info) -> {
            if (!gone.containsKey(path.value()) && !path.value().contains(EVIDENCE)) {
                hashes.remove(info.hashes().prefix());
            }
        });
        role.forEach((path, info) -> {
            int from = path.value().indexOf(EVIDENCE);
            int to = from < 0 ? -1 : path.value().indexOf('/', from + EVIDENCE.length());
            if (to > 0 && hashes.contains(path.value().substring(from + EVIDENCE.length(), to))) {
                gone.put(path.value(), info);
            }
        });
    }
}
