package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.trust.Pin;
import dev.bulla.trust.PinDirectory;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.TufLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rollback memories of pinned roots: in the directory of pins, or for machines that keep none elsewhere (tuf.md 9.9).
 */
public final class TrustMemory {
    private final PinDirectory pins;
    private final Optional<Path> elsewhere;

    /**
     * Memories beside {@code pins}.
     *
     * @param elsewhere another directory for what changes; the pins stay where they are
     */
    public TrustMemory(PinDirectory pins, Optional<Path> elsewhere) {
        this.pins = pins;
        this.elsewhere = elsewhere;
    }

    /**
     * Opens the memory of a pin, which holds the pinned root at least.
     *
     * @throws RejectedException {@code NO_TRUST_ROOT} when the pinned root is gone
     */
    public RoleDirectory open(Pin pin) {
        if (elsewhere.isEmpty()) {
            return checked(pin, pins.memory(pin.root()));
        }
        Bytes root = pinned(pin).orElseThrow(() -> gone(pin));
        RoleDirectory memory = new PinDirectory(elsewhere.get()).memory(pin.root());
        if (memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES).isEmpty()) {
            memory.writeRoot(pin.version(), root, false);
        }
        return memory;
    }

    /** Opens the memory of a root, which begins with it. */
    public RoleDirectory open(String identity, Rooted root) {
        RoleDirectory memory = directory().memory(identity);
        if (memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES).isEmpty()) {
            memory.writeRoot(root.root().role().version(), root.root().raw(), false);
        }
        return memory;
    }

    /** Opens the memory of a root, if it holds one. */
    public Optional<RoleDirectory> open(String identity) {
        if (!directory().remembers(identity)) {
            return Optional.empty();
        }
        RoleDirectory memory = directory().memory(identity);
        if (memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES).isPresent()) {
            return Optional.of(memory);
        }
        memory.close();
        return Optional.empty();
    }

    /** The head of a pin's repository as it was verified last, if it was large. */
    public Optional<Bytes> head(Pin pin) {
        return directory().head(pin.root());
    }

    /** Keeps a verified head. */
    public void keepHead(Pin pin, Bytes head) {
        directory().keepHead(pin.root(), head);
    }

    private PinDirectory directory() {
        return elsewhere.map(PinDirectory::new).orElse(pins);
    }

    private static RoleDirectory checked(Pin pin, RoleDirectory memory) {
        if (memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES).isPresent()) {
            return memory;
        }
        memory.close();
        throw gone(pin);
    }

    private static RejectedException gone(Pin pin) {
        return new RejectedException(Reason.of(
                        ReasonCode.NO_TRUST_ROOT,
                        "no trust root for " + pin.namespace() + ": it is pinned, but its file is gone or broken")
                .hint("pin it again with `bulla trust reset " + pin.namespace() + " --root FILE`"));
    }

    /** Starts a memory with a root, unless it has one. */
    public void begin(String identity, Rooted root) {
        try (RoleDirectory memory = pins.memory(identity)) {
            if (memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES).isEmpty()) {
                memory.writeRoot(root.root().role().version(), root.root().raw(), false);
            }
        }
    }

    /** The identities of memories that trust exactly this root or trusted it once. */
    public List<String> trusting(Rooted root) {
        List<String> identities = new ArrayList<>();
        for (String identity : pins.remembered()) {
            try (RoleDirectory memory = pins.memory(identity)) {
                Optional<Bytes> same = memory.readRoot(root.root().role().version(), TufLimits.ROOT_BYTES);
                if (same.equals(Optional.of(root.root().raw()))) {
                    identities.add(identity);
                }
            }
        }
        return identities;
    }

    /** The identity of a memory that was begun with the very root that follows {@code root}. */
    public Optional<String> begunAfter(Rooted root) {
        long next = root.root().role().version() + 1;
        for (String identity : pins.remembered()) {
            try (RoleDirectory memory = pins.memory(identity)) {
                Optional<Bytes> file = memory.readRoot(next, TufLimits.ROOT_BYTES);
                if (file.isPresent()
                        && HashFunction.SHA256.hash(file.get()).hex().equals(identity)
                        && root.next(file.get()) instanceof Step.Done<Rooted>) {
                    return Optional.of(identity);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The version of the root with which a memory was begun: the one whose sha256 is its identity.
     *
     * @throws RejectedException {@code NO_TRUST_ROOT} when it is gone
     */
    public long versionOf(String identity) {
        try (RoleDirectory memory = pins.memory(identity)) {
            Optional<Bytes> trusted = memory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES);
            long newest = trusted.map(root -> Rooted.pinned(root, Instant.EPOCH)
                            .map(rooted -> rooted.root().role().version())
                            .orThrow())
                    .orElse(0L);
            for (long version = newest; version > 0; version--) {
                Optional<Bytes> root = memory.readRoot(version, TufLimits.ROOT_BYTES);
                if (root.isPresent()
                        && HashFunction.SHA256.hash(root.get()).hex().equals(identity)) {
                    return version;
                }
            }
        }
        throw new RejectedException(
                ReasonCode.NO_TRUST_ROOT, "no trust root: the one that was pinned as sha256:" + identity + " is gone");
    }

    /** The pinned root itself, as it was pinned. */
    public Optional<Bytes> pinned(Pin pin) {
        try (RoleDirectory memory = pins.memory(pin.root())) {
            return memory.readRoot(pin.version(), TufLimits.ROOT_BYTES);
        }
    }

    /** Updates the memory of a pin from {@code source} (TUF 5.1 to 5.6.6) and checks that the roles are for its namespace. */
    public Step<Lookup> update(Pin pin, RoleSource source, Instant at) {
        TufLimits limits = TufLimits.defaults();
        try (RoleDirectory memory = open(pin)) {
            return new Client(
                            source,
                            new DiskRoleMemory(memory, limits.listedBytes(), Optional.of(at)),
                            limits,
                            line -> {})
                    .refresh(at)
                    .then(roles -> SignedExtras.check(roles.roles(), Optional.of(pin.origin()))
                            .map(checks -> roles));
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    /** What is remembered of root, timestamp, snapshot and targets, as far as it still verifies, whatever has expired. */
    public List<RoleChecks.Vouched> remembered(Pin pin) {
        try (RoleDirectory memory = open(pin)) {
            List<RoleChecks.Vouched> roles = Remembered.of(new DiskRoleMemory(memory, TufLimits.LISTED_BYTES));
            if (roles.isEmpty()) {
                throw gone(pin);
            }
            return roles;
        }
    }
}
