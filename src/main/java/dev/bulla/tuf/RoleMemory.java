package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import java.util.Optional;

/**
 * Trusted files of earlier updates. Only verified bytes come in, each at the step of the specification that says so, and
 * a later failure does not take them out. What is read back is verified again.
 */
public interface RoleMemory {
    /** The trusted file of this role, if there is one. */
    Optional<Bytes> load(RoleName role);

    /** Remembers a verified file (TUF 5.4.5, 5.5.7, 5.6.6). */
    void keep(RoleName role, Bytes file);

    /**
     * Remembers a verified root (TUF 5.3.8).
     *
     * @param version its version; every root stays readable beside the newest
     * @param forgetOnline timestamp and snapshot are forgotten with it, even if the program ends in between (TUF 5.3.11)
     */
    void keepRoot(long version, Bytes root, boolean forgetOnline);
}
