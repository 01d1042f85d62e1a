package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is carried from machine to machine until enough people have signed: new role files, and the current ones that they
 * replace or that name their keys (artifact-types/staged-role.md).
 *
 * @param namespace for which TUF repository, such as {@code registry.example/acme}
 * @param current files of the TUF repository as it stands; none when it is about to be created
 * @param staged the new files, in the order in which they are shown; never empty
 */
public record StagedFile(String namespace, List<NamedFile> current, List<NamedFile> staged) {
    /** Media type, for its page in {@code artifact-types/} and for tools that look at files. */
    public static final String MEDIA_TYPE = "application/vnd.bulla.staged-role.v1+json";

    /** 64 MiB: two versions of a role with some 150 000 targets; larger roles belong into hash bins. */
    public static final int MAX_BYTES = 64 << 20;

    /** 20 000: 2^14 hash bins, the most that anybody was seen to use, and the roles above them. */
    public static final int MAX_ROLES = 20_000;

    /** As long as a reference may be. */
    public static final int MAX_NAMESPACE = 512;

    /** Copies the lists; refuses an empty set, a role that stands twice in one list, and what is beyond a limit. */
    public StagedFile {
        current = List.copyOf(current);
        staged = List.copyOf(staged);
        if (namespace.isEmpty() || namespace.length() > MAX_NAMESPACE || !printable(namespace)) {
            throw new IllegalArgumentException("namespace is not 1 to " + MAX_NAMESPACE + " printable characters");
        }
        if (staged.isEmpty()) {
            throw new IllegalArgumentException("staged is empty");
        }
        checkList("current", current);
        checkList("staged", staged);
    }

    private static void checkList(String name, List<NamedFile> files) {
        if (files.size() > MAX_ROLES) {
            throw new IllegalArgumentException(name + " has more than " + MAX_ROLES + " roles");
        }
        Set<RoleName> seen = new HashSet<>();
        for (NamedFile file : files) {
            if (!seen.add(file.role())) {
                throw new IllegalArgumentException(name + " repeats a role");
            }
        }
    }

    private static boolean printable(String text) {
        return text.codePoints().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
    }

    /** The current file of {@code role}. */
    public Optional<Bytes> current(RoleName role) {
        return find(current, role);
    }

    /** The new file of {@code role}. */
    public Optional<Bytes> staged(RoleName role) {
        return find(staged, role);
    }

    /** The same with other bytes for the new files. */
    public StagedFile withStaged(List<NamedFile> files) {
        return new StagedFile(namespace, current, files);
    }

    private static Optional<Bytes> find(List<NamedFile> files, RoleName role) {
        for (NamedFile file : files) {
            if (file.role().equals(role)) {
                return Optional.of(file.bytes());
            }
        }
        return Optional.empty();
    }
}
