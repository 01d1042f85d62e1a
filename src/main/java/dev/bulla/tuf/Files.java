package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The two ports of one update, its limits, and who is told what happens. */
record Files(RoleSource source, RoleMemory memory, TufLimits limits, Consumer<String> listener) {
    void tell(String line) {
        listener.accept(line);
    }

    Optional<Bytes> remembered(RoleName role) {
        return memory.load(role);
    }

    /** A root, if there is one of this version (TUF 5.3.3). */
    Step<Optional<Bytes>> root(long version) {
        return bounded(Verifier.ROOT, "5.3.3", () -> source.root(version, limits.rootBytes()));
    }

    /** The current timestamp (TUF 5.4.1). */
    Step<Bytes> timestamp() {
        tell("fetching timestamp");
        return bounded(Verifier.TIMESTAMP, "5.4.1", () -> source.timestamp(limits.timestampBytes()));
    }

    /** A file whose parent lists {@code info}, bounded by the length listed or by the limit of its kind. */
    Step<Bytes> fetch(RoleName role, FileInfo info, boolean consistent) {
        Verifier verifier = Verifier.targets(role);
        String section = role.equals(RoleName.SNAPSHOT) ? "5.5.1" : "5.6.1";
        long bound = limits.bound(role, info);
        if (bound > limits.listedBytes()) {
            return Step.refused(verifier.reason(
                    ReasonCode.LIMIT_EXCEEDED,
                    section,
                    "is listed with " + bound + " bytes, at most " + limits.listedBytes() + " are read"));
        }
        tell("fetching " + role + " v" + info.version());
        return bounded(verifier, section, () -> source.role(role, info, consistent, (int) bound));
    }

    /** What a source refuses, it refuses without knowing for which role. */
    private static <T> Step<T> bounded(Verifier verifier, String section, Supplier<T> fetch) {
        try {
            return Step.done(fetch.get());
        } catch (RejectedException e) {
            return Step.refused(e.reason().with("role", verifier.name().value()).with("section", section));
        }
    }

    /** Remembers a verified file. */
    <R extends Role> Signed<R> keep(RoleName role, Signed<R> file) {
        memory.keep(role, file.raw());
        tell(role + " v" + file.role().version() + " is verified and trusted");
        return file;
    }
}
