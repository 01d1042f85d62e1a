package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.Optional;
import java.util.function.Consumer;

/** The two ports of one update, its limits, and who is told what happens. */
record Files(RoleSource source, RoleMemory memory, TufLimits limits, Consumer<String> listener) {
    void tell(String line) {
        listener.accept(line);
    }

    Optional<Bytes> remembered(RoleName role) {
        return memory.load(role);
    }

    /** A file whose parent lists {@code info}, bounded by the length listed or by the limit of its kind. */
    Step<Bytes> fetch(RoleName role, FileInfo info, boolean consistent) {
        long bound = limits.bound(role, info);
        if (bound > limits.listedBytes()) {
            return Step.refused(Verifier.targets(role)
                    .reason(
                            ReasonCode.LIMIT_EXCEEDED,
                            role.equals(RoleName.SNAPSHOT) ? "5.5.1" : "5.6.1",
                            "is listed with " + bound + " bytes, at most " + limits.listedBytes() + " are read"));
        }
        tell("fetching " + role + " v" + info.version());
        return Step.done(source.role(role, info, consistent, (int) bound));
    }

    /** Remembers a verified file. */
    <R extends Role> Signed<R> keep(RoleName role, Signed<R> file) {
        memory.keep(role, file.raw());
        tell(role + " v" + file.role().version() + " is verified and trusted");
        return file;
    }
}
