package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import java.time.Instant;
import java.util.Optional;

/**
 * Trusted role files in a directory.
 *
 * @param directory the directory, open
 * @param limit longest file that is read back
 * @param at the time of the run: a timestamp that was signed later is not remembered. It is refused anyway (trust.md
 *     section 10.1), and remembered it would refuse every run until then, whatever is published instead. Without a time
 *     everything is remembered as TUF 5.4.5 has it
 */
record DiskRoleMemory(RoleDirectory directory, int limit, Optional<Instant> at) implements RoleMemory {
    /** Remembers everything. */
    DiskRoleMemory(RoleDirectory directory, int limit) {
        this(directory, limit, Optional.empty());
    }

    @Override
    public Optional<Bytes> load(RoleName role) {
        return directory.read(role.value(), limit);
    }

    @Override
    public void keep(RoleName role, Bytes file) {
        boolean tooSoon = role.equals(RoleName.TIMESTAMP)
                && at.filter(time -> SignedExtras.isAhead(file, time)).isPresent();
        if (!tooSoon) {
            directory.write(role.value(), file);
        }
    }

    @Override
    public void keepRoot(long version, Bytes root, boolean forgetOnline) {
        directory.writeRoot(version, root, forgetOnline);
    }
}
