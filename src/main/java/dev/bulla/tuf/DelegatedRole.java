package dev.bulla.tuf;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a delegation list: a role, its keys, and the paths for which it is trusted (TUF 4.5).
 *
 * @param name the role
 * @param keys who signs it; on this edge, not wherever else the role is delegated to
 * @param terminating when a matching search comes back from this role with nothing, the whole search ends
 * @param scope which paths it is trusted for
 */
public record DelegatedRole(RoleName name, RoleKeys keys, boolean terminating, Scope scope) {
    /** Which paths a role is trusted for. */
    public sealed interface Scope {
        /** True when {@code path} is covered. */
        boolean covers(TargetPath path);

        /** What is covered, for people. */
        String shown();
    }

    private static String shown(List<String> items) {
        int few = 3;
        String some = String.join(", ", items.subList(0, Math.min(few, items.size())));
        return items.size() > few
                ? some + " and " + (items.size() - few) + " more"
                : items.isEmpty() ? "nothing" : some;
    }

    /** Paths that match a pattern. */
    public record Paths(List<PathPattern> patterns) implements Scope {
        /** Copies the list. */
        public Paths {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean covers(TargetPath path) {
            for (PathPattern pattern : patterns) {
                if (pattern.matches(path)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String shown() {
            return DelegatedRole.shown(patterns.stream().map(PathPattern::text).toList());
        }
    }

    /** Paths whose sha256 begins with a prefix, lower-case hex. */
    public record PathHashPrefixes(List<String> prefixes) implements Scope {
        /** Copies the list. */
        public PathHashPrefixes {
            prefixes = List.copyOf(prefixes);
        }

        @Override
        public boolean covers(TargetPath path) {
            String hash = path.sha256().hex();
            for (String prefix : prefixes) {
                if (hash.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String shown() {
            return "paths whose sha256 begins with " + DelegatedRole.shown(prefixes);
        }
    }

    /** Every path: the role where a search begins, and a bin that was computed from the path. */
    public record Everything() implements Scope {
        @Override
        public boolean covers(TargetPath path) {
            return true;
        }

        @Override
        public String shown() {
            return "everything";
        }
    }

    /** Where a search begins: a role whose keys come from root, or from a consumer's policy (TAP 13). */
    public static DelegatedRole start(RoleName name, RoleKeys keys) {
        return new DelegatedRole(name, keys, false, new Everything());
    }

    /** This entry when it covers {@code path}. */
    Optional<DelegatedRole> covering(TargetPath path) {
        return scope.covers(path) ? Optional.of(this) : Optional.empty();
    }
}
