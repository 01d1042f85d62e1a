package dev.bulla.tuf.edit;

import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import dev.bulla.json.PlainWriter;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.SuccinctRoles;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.UtcTime;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One difference between two versions of a role. The line of each is fit for a terminal, whatever the file says: one line,
 * nothing that steers, names and hashes in full.
 */
public sealed interface Change {
    /** One line for people: lower case, no full stop. */
    String line();

    /** Names are shown whole: what is cut is not shown before it is signed. */
    private static String shown(String text) {
        return Quoted.plain(text, TargetPath.MAX_BYTES);
    }

    private static String shown(Optional<Json> value) {
        return value.map(json -> Quoted.plain(PlainWriter.write(json).asUtf8().orElse("?"), TargetPath.MAX_BYTES))
                .orElse("nothing");
    }

    /** The version; of the first one there is none before. */
    record Version(OptionalLong before, long after) implements Change {
        @Override
        public String line() {
            return before.isEmpty()
                    ? "version " + after + ", the first"
                    : "version " + before.getAsLong() + " → " + after;
        }
    }

    /** The moment of expiry. */
    record Expires(Optional<Instant> before, Instant after) implements Change {
        @Override
        public String line() {
            return "expires "
                    + before.map(UtcTime::print).map(text -> text + " → ").orElse("") + UtcTime.print(after);
        }
    }

    /**
     * A key signs a role from now on, or no more.
     *
     * @param role the role, or the prefix of the names of bins
     * @param listed true for a key more
     * @param id the id under which the file lists it
     * @param scheme its scheme, empty when the file does not define the key
     * @param computed the id that the key itself gives, which nobody can choose
     */
    record Key(String role, boolean listed, KeyId id, String scheme, Optional<KeyId> computed) implements Change {
        @Override
        public String line() {
            String other = computed.filter(own -> !own.equals(id))
                    .map(own -> ", whose computed id is " + own)
                    .orElse("");
            return shown(role) + (listed ? ": key added: " : ": key removed: ") + shown(id.value()) + " "
                    + (scheme.isEmpty() ? "(not defined)" : shown(scheme)) + other;
        }
    }

    /** How many keys must sign a role. */
    record Threshold(String role, OptionalLong before, long after) implements Change {
        @Override
        public String line() {
            return shown(role) + ": threshold " + (before.isEmpty() ? "" : before.getAsLong() + " → ") + after;
        }
    }

    /** A delegation more or less; its keys and paths are changes of their own. */
    record Delegated(RoleName role, boolean added, boolean terminating) implements Change {
        @Override
        public String line() {
            return "delegation to " + shown(role.value())
                    + (added ? terminating ? " added, terminating" : " added" : " removed");
        }
    }

    /** Whether searches end with a role. */
    record Terminating(RoleName role, boolean after) implements Change {
        @Override
        public String line() {
            return shown(role.value()) + (after ? ": now terminating" : ": no longer terminating");
        }
    }

    /** The place of a delegation among those that were there before and are there now. */
    record Moved(RoleName role, int before, int after) implements Change {
        @Override
        public String line() {
            return "delegation to " + shown(role.value()) + " is asked " + ordinal(after) + ", before it was "
                    + ordinal(before);
        }

        private static String ordinal(int place) {
            return "as number " + (place + 1);
        }
    }

    /** A pattern or hash prefix more or less. */
    record Path(RoleName role, boolean added, boolean hashPrefix, String pattern) implements Change {
        @Override
        public String line() {
            return shown(role.value())
                    + (added ? ": trusted for " : ": no longer trusted for ")
                    + (hashPrefix ? "paths whose sha256 begins with " : "")
                    + shown(pattern);
        }
    }

    /** Delegation to bins. */
    record Bins(Optional<SuccinctRoles> before, Optional<SuccinctRoles> after) implements Change {
        @Override
        public String line() {
            return "bins: " + text(before) + " → " + text(after);
        }

        private static String text(Optional<SuccinctRoles> bins) {
            return bins.map(some -> some.count() + " called " + shown(some.namePrefix()) + "-…")
                    .orElse("none");
        }
    }

    /** A target. */
    record Target(TargetPath path, Optional<TargetInfo> before, Optional<TargetInfo> after) implements Change {
        @Override
        public String line() {
            String what = "target " + shown(path.value());
            if (before.isEmpty() || after.isEmpty()) {
                return what
                        + (after.isPresent() ? " added: " : " removed: ")
                        + text(after.or(() -> before).orElseThrow())
                        + after.flatMap(TargetInfo::custom)
                                .map(custom -> ", custom " + shown(Optional.of(custom)))
                                .orElse("");
            }
            String more = before.get().custom().equals(after.get().custom())
                    ? ""
                    : ", custom " + shown(before.get().custom()) + " → "
                            + shown(after.get().custom());
            return before.get().agreesWith(after.get())
                    ? what + " changed: the same content" + (more.isEmpty() ? ", with another entry" : more)
                    : what + " changed: " + text(before.get()) + " → " + text(after.get()) + more;
        }

        private static String text(TargetInfo info) {
            String sha256 = info.hashes().known().get(HashFunction.SHA256);
            String hash = sha256 == null ? "sha256 not given" : "sha256 " + shown(sha256);
            return info.length() + " bytes, " + hash;
        }
    }

    /** What a snapshot says of a role, or a timestamp of the snapshot. */
    record Listed(String file, Optional<FileInfo> before, Optional<FileInfo> after) implements Change {
        @Override
        public String line() {
            if (before.isEmpty() || after.isEmpty()) {
                return shown(file)
                        + (after.isPresent() ? " listed: " : " no longer listed: ")
                        + text(after.or(() -> before).orElseThrow());
            }
            return shown(file) + ": " + text(before.get()) + " → " + text(after.get());
        }

        private static String text(FileInfo info) {
            String size = info.length().isPresent() ? ", " + info.length().getAsLong() + " bytes" : "";
            String hash = info.hashes()
                    .flatMap(hashes -> Optional.ofNullable(hashes.known().get(HashFunction.SHA256)))
                    .map(sha256 -> ", sha256 " + shown(sha256))
                    .orElse("");
            return "version " + info.version() + size + hash;
        }
    }

    /** Any other member; {@code place} says where it stands. */
    record Member(String place, Optional<Json> before, Optional<Json> after) implements Change {
        @Override
        public String line() {
            return shown(place) + ": " + shown(before) + " → " + shown(after);
        }
    }
}
