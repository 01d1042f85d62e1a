package dev.bulla.tuf.edit;

import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.List;

/**
 * A delegation to be written (TUF 4.5).
 *
 * @param name the role; no top-level one
 * @param keys who signs it
 * @param threshold how many of them must
 * @param paths the patterns of the paths it is trusted for; without brackets, on whose details clients differ
 * @param terminating whether a search that matches ends with this role
 */
public record Delegation(
        RoleName name, List<PublicKey> keys, int threshold, List<PathPattern> paths, boolean terminating) {
    /** Copies the lists; refuses what is no delegation that Bulla writes with a {@link UsageException}. */
    public Delegation {
        keys = List.copyOf(keys);
        paths = List.copyOf(paths);
        if (name.isTopLevel()) {
            throw new UsageException("nobody delegates to " + name + ", a top-level role");
        }
        demand(name, paths);
    }

    /** Not terminating, the patterns as text. */
    public static Delegation of(RoleName name, List<? extends PublicKey> keys, int threshold, String... paths) {
        return new Delegation(name, List.copyOf(keys), threshold, patterns(paths), false);
    }

    /** This delegation ending every search that matches. */
    public Delegation ending() {
        return new Delegation(name, keys, threshold, paths, true);
    }

    private static List<PathPattern> patterns(String... texts) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            try {
                patterns.add(new PathPattern(text));
            } catch (JsonException e) {
                throw new UsageException(e.getMessage() == null ? "no path pattern" : e.getMessage(), e);
            }
        }
        return patterns;
    }

    /** Refuses no pattern at all, the empty one, and brackets. */
    static void demand(RoleName name, List<PathPattern> paths) {
        if (paths.isEmpty()) {
            throw new UsageException(name + " would be trusted for no path");
        }
        for (PathPattern path : paths) {
            if (path.text().isEmpty() || path.hasBracket()) {
                throw new UsageException(
                        path.text().isEmpty()
                                ? "a path pattern is empty"
                                : "path pattern " + path.text() + " has a bracket, which clients read differently",
                        "write a pattern with * and ? for each case");
            }
        }
    }

    /** The entry, {@code keyEntry} telling keys and threshold, over what the entry held before. */
    Json.Obj over(Json.Obj before, Json.Obj keyEntry) {
        return before.without("path_hash_prefixes")
                .with("keyids", keyEntry.get("keyids").orElseThrow())
                .with("name", Json.text(name.value()))
                .with("paths", pathsOf(paths))
                .with("terminating", new Json.Bool(terminating))
                .with("threshold", Json.whole(threshold));
    }

    static Json.Arr pathsOf(List<PathPattern> paths) {
        List<Json> texts = new ArrayList<>();
        paths.forEach(path -> texts.add(Json.text(path.text())));
        return new Json.Arr(texts);
    }
}
