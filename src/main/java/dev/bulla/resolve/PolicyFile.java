package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.policy.Policy;
import dev.bulla.policy.RootPin;
import dev.bulla.policy.TufRepository;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A policy on disk with the root files that it names, all of them read and compared before the policy is used.
 *
 * @param file the policy file
 * @param policy the policy
 * @param roots root files by the names of their repositories; of a repository that is pinned by sha256 alone there is none
 */
public record PolicyFile(Path file, Policy policy, Map<String, Bytes> roots) {
    /** Copies the map. */
    public PolicyFile {
        roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
    }

    /**
     * Reads a policy file.
     *
     * @param at the time of the run
     * @throws RejectedException when it is no sound policy: {@code MALFORMED}, {@code LIMIT_EXCEEDED}, or what is wrong with
     *     a root file
     * @throws NotFoundException when it, or a root file, does not exist
     * @throws StorageException when one of them cannot be read
     */
    public static PolicyFile read(Path file, Instant at) {
        Policy policy = Policy.read(content(file, "policy", Policy.MAX_BYTES)).orThrow();
        Map<String, Bytes> roots = new LinkedHashMap<>();
        Map<Digest, String> seen = new HashMap<>();
        for (TufRepository repository : policy.repositories().values()) {
            Optional<Bytes> root = repository.root().file().map(name -> root(file, repository, name, at));
            root.ifPresent(bytes -> roots.put(repository.name(), bytes));
            Optional<Digest> digest =
                    root.map(Digest::of).or(() -> repository.root().digest());
            String other = digest.isPresent() ? seen.put(digest.get(), repository.name()) : null;
            if (other != null) {
                throw refused(
                        repository,
                        "is that of " + other + " too; one TUF repository under two names would count twice");
            }
        }
        return new PolicyFile(file, policy, roots);
    }

    /** sha256 of the policy as it is on the disk. */
    public Digest digest() {
        return Digest.of(content(file, "policy", Policy.MAX_BYTES));
    }

    private static Bytes root(Path policy, TufRepository repository, String name, Instant at) {
        RootPin pin = repository.root();
        Bytes root = content(sibling(policy, repository, name), "root", TufLimits.ROOT_BYTES);
        Digest actual = Digest.of(root);
        if (pin.digest().isPresent() && !pin.digest().get().equals(actual)) {
            throw new RejectedException(Reason.of(
                            ReasonCode.HASH_MISMATCH,
                            "policy: root of " + repository.name() + " is pinned as "
                                    + pin.digest().get() + ", but " + name + " has " + actual)
                    .with("repository", repository.name())
                    .with("seen", pin.digest().get().toString())
                    .with("offered", actual.toString()));
        }
        Rooted.pinned(root, at).orThrow();
        repository.start().ifPresent(start -> checkName(repository, start.role()));
        return root;
    }

    /** Role names have a limit in bytes, which is known where roles are. */
    private static void checkName(TufRepository repository, String role) {
        try {
            new RoleName(role);
        } catch (JsonException e) {
            throw refused(repository, "is not used: " + e.getMessage());
        }
    }

    private static Path sibling(Path policy, TufRepository repository, String name) {
        try {
            return policy.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw refused(repository, "has a file name that is no path");
        }
    }

    private static RejectedException refused(TufRepository repository, String why) {
        return new RejectedException(Reason.of(ReasonCode.MALFORMED, "policy: root of " + repository.name() + " " + why)
                .with("repository", repository.name()));
    }

    private static Bytes content(Path file, String what, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new StorageException(what + " file " + file + " has more than " + limit + " bytes");
            }
            return Bytes.adopt(content);
        } catch (NoSuchFileException e) {
            throw new NotFoundException(what + " file " + file + " does not exist");
        } catch (IOException e) {
            throw new StorageException(what + " file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
