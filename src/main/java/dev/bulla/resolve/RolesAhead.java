package dev.bulla.resolve;

import dev.bulla.attach.RoleFiles;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ReadAhead;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for the role files that a head lists and an update will probably need, before it is known that it does: else one
 * would wait for each of them in turn. Names of roles are hints here; what is asked for in vain costs a request.
 */
final class RolesAhead {
    /** So few delegated roles are asked for without looking at their names. */
    private static final int FEW = 4;

    /** Roots that are newer than the remembered one, in one go; an update that needs more waits for these first. */
    private static final int MAX_ROOTS = 32;

    /** Digits of a bin's number (TAP 15: 32 bits at most). */
    private static final int MAX_DIGITS = 8;

    private final RoleFiles files;
    private final ReadAhead place;
    private final RoleDirectory memory;
    private final TufLimits limits = TufLimits.defaults();

    RolesAhead(RoleFiles files, ReadAhead place, RoleDirectory memory) {
        this.files = files;
        this.place = place;
        this.memory = memory;
    }

    /** @param name the target that will be looked for, or the part of it that is known */
    void ask(String name) {
        Set<RoleName> delegated = likely(name);
        files.files().forEach((file, blob) -> {
            RoleName role = file.role();
            if (role.equals(RoleName.ROOT)) {
                return;
            }
            if ((role.isTopLevel() || delegated.contains(role)) && !isRemembered(role, blob)) {
                place.askBlob(blob, limits.listedBytes());
            }
        });
        roots();
    }

    private void roots() {
        long version = files.newestRoot().orElse(0);
        for (int i = 0; i < MAX_ROOTS && version > 1; i++, version--) {
            Optional<Descriptor> root = files.root(version);
            if (root.isEmpty() || memory.readRoot(version, limits.rootBytes()).isPresent()) {
                return;
            }
            place.askBlob(root.get(), limits.rootBytes());
        }
    }

    private boolean isRemembered(RoleName role, Descriptor blob) {
        Optional<Bytes> file = role.equals(RoleName.TIMESTAMP)
                ? Optional.empty()
                : memory.read(role.value(), limits.listedBytes()).filter(known -> known.length() == blob.size());
        return file.isPresent() && blob.digest().matches(file.get());
    }

    /** The delegated roles that may list the target: all of a few, those called by its repository, its bin. */
    private Set<RoleName> likely(String name) {
        List<RoleName> delegated = files.files().keySet().stream()
                .map(RoleFileName::role)
                .filter(role -> !role.isTopLevel())
                .toList();
        if (delegated.size() <= FEW) {
            return Set.copyOf(delegated);
        }
        String repository = last(name.substring(0, Math.max(0, name.lastIndexOf(':'))), '/');
        Set<RoleName> likely = new HashSet<>();
        Map<String, Integer> bins = new HashMap<>();
        for (RoleName role : delegated) {
            String called = last(role.value(), '/');
            if (called.equals(repository) || called.equals("releases")) {
                likely.add(role);
            }
            bins.merge(binPrefix(role.value()), 1, Integer::sum);
        }
        bins.forEach((prefix, count) -> {
            if (!prefix.isEmpty() && Integer.bitCount(count) == 1) {
                likely.add(bin(prefix, count, name));
            }
        });
        return likely;
    }

    private static String last(String text, char separator) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }

    /** What stands before the number of a bin; empty for a name without one. */
    private static String binPrefix(String role) {
        int dash = role.lastIndexOf('-');
        String number = role.substring(dash + 1);
        boolean hex = !number.isEmpty()
                && number.length() <= MAX_DIGITS
                && number.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return dash > 0 && hex ? role.substring(0, dash) : "";
    }

    private static RoleName bin(String prefix, int count, String name) {
        int bits = Integer.numberOfTrailingZeros(count);
        String hash = new Digest(
                        HashFunction.SHA256,
                        HashFunction.SHA256.hash(Bytes.utf8(name)).hex())
                .hex();
        long first = Long.parseLong(hash.substring(0, MAX_DIGITS), 16);
        String number = Long.toHexString(bits == 0 ? 0 : first >>> (32 - bits));
        String last = Long.toHexString(count - 1L);
        return new RoleName(prefix + "-" + "0".repeat(last.length() - number.length()) + number);
    }
}
