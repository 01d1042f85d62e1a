package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import java.util.Optional;

/**
 * Trusted role files in a directory.
 *
 * @param directory the directory, open
 * @param limit longest file that is read back
 */
record DiskRoleMemory(RoleDirectory directory, int limit) implements RoleMemory {
    @Override
    public Optional<Bytes> load(RoleName role) {
        return directory.read(role.value(), limit);
    }

    @Override
    public void keep(RoleName role, Bytes file) {
        directory.write(role.value(), file);
    }

    @Override
    public void keepRoot(long version, Bytes root, boolean forgetOnline) {
        directory.writeRoot(version, root, forgetOnline);
    }
}
