package dev.bulla.tuf;

import dev.bulla.bytes.PercentCode;
import dev.bulla.json.JsonException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The file name of a role (TUF 6.1): {@code 7.snapshot.json}, {@code timestamp.json}, {@code 3.targets%2Freleases.json}.
 * Reading takes off a leading {@code <digits>.} and the trailing {@code .json} and nothing else, so that a role called
 * {@code registry.npmjs.org} stays whole. Different names and versions have different file names.
 *
 * @param role the role
 * @param version the version in the name; absent for timestamp, and everywhere in repositories without consistent snapshots
 */
public record RoleFileName(RoleName role, OptionalLong version) {
    private static final String ENDING = ".json";

    /** Three times the longest role name, a version and the ending. */
    private static final int MAX_LENGTH = 3 * RoleName.MAX_BYTES + 32;

    /** Versions have at most ten digits (2^31-1). */
    private static final int MAX_DIGITS = 10;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleFileName same && same.role.equals(role) && same.version.equals(version);
    }

    @Override
    public int hashCode() {
        return 31 * role.hashCode() + version.hashCode();
    }

    /** The name that a consistent repository gives the file: all roles but timestamp with their version. */
    public static RoleFileName consistent(RoleName role, long version) {
        return role.equals(RoleName.TIMESTAMP) ? plain(role) : versioned(role, version);
    }

    /** The name with this version. */
    public static RoleFileName versioned(RoleName role, long version) {
        return new RoleFileName(role, OptionalLong.of(version));
    }

    /** The name without version. */
    public static RoleFileName plain(RoleName role) {
        return new RoleFileName(role, OptionalLong.empty());
    }

    /** The role and version that {@code text} names; empty when it names none. */
    public static Optional<RoleFileName> parse(String text) {
        if (!text.endsWith(ENDING) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String name = text.substring(0, text.length() - ENDING.length());
        int digits = leadingDigits(name);
        boolean versioned = digits > 0 && digits < name.length() && name.charAt(digits) == '.';
        OptionalLong version = OptionalLong.empty();
        if (versioned) {
            long number = digits > MAX_DIGITS ? 0 : Long.parseLong(name.substring(0, digits));
            if (name.charAt(0) == '0' || number < 1 || number > TufLimits.MAX_VERSION) {
                return Optional.empty();
            }
            version = OptionalLong.of(number);
        }
        return role(versioned ? name.substring(digits + 1) : name, version);
    }

    private static Optional<RoleFileName> role(String code, OptionalLong version) {
        try {
            return PercentCode.decoded(code).map(RoleName::new).map(role -> new RoleFileName(role, version));
        } catch (JsonException e) {
            return Optional.empty(); // an empty or overlong role name
        }
    }

    private static int leadingDigits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    /** The file name as it is written. */
    public String text() {
        String code = PercentCode.name(role.value());
        if (version.isPresent()) {
            return version.getAsLong() + "." + code + ENDING;
        }
        int digits = leadingDigits(code);
        boolean looksVersioned = digits > 0 && digits < code.length() && code.charAt(digits) == '.';
        // a role called "7.x" must not be taken for version 7 of "x": its first digit is encoded too
        return (looksVersioned ? "%3" + code : code) + ENDING;
    }

    @Override
    public String toString() {
        return text();
    }
}
