package dev.bulla.publish;

import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer in memory: before a state is published, it is read the way consumers will read it, expiry included, by one who
 * remembers what stood before (tuf.md section 10, "publish verifies the full chain as a client would").
 */
public final class ConsumerCheck {
    private final Served served;
    private final Memory memory;
    private final Instant at;

    private ConsumerCheck(Served served, Memory memory, Instant at) {
        this.served = served;
        this.memory = memory;
        this.at = at;
    }

    /**
     * Reads {@code files} as a consumer at {@code at}.
     *
     * @param before what the consumer saw last
     * @param pinned the root it trusts
     * @throws dev.bulla.outcome.RejectedException with the consumer's reason
     */
    public static ConsumerCheck of(RoleSet files, Source blobs, Optional<Standing> before, Bytes pinned, Instant at) {
        Memory memory = new Memory();
        memory.keep(RoleName.ROOT, pinned);
        before.ifPresent(seen -> {
            memory.keep(RoleName.TIMESTAMP, seen.timestamp().raw());
            memory.keep(RoleName.SNAPSHOT, seen.snapshot().raw());
        });
        ConsumerCheck check = new ConsumerCheck(new Served(files, blobs), memory, at);
        check.refresh().orThrow();
        return check;
    }

    private Step<Lookup> refresh() {
        return new Client(served, memory, TufLimits.defaults(), line -> {}).refresh(at);
    }

    /**
     * What a consumer finds.
     *
     * @param found the target and the roles that vouch
     * @param asked every delegated role that the search looked into
     */
    public record Answer(Found found, Set<RoleName> asked) {
        /** Copies the set. */
        public Answer {
            asked = Set.copyOf(asked);
        }
    }

    /** Looks a target up, in an update of its own: so it is known which roles this one needs. */
    public Step<Answer> find(TargetPath path) {
        served.asked().clear();
        return refresh().then(roles -> roles.find(path)).map(found -> new Answer(found, served.asked()));
    }

    private record Served(RoleSet files, Source blobs, Set<RoleName> asked) implements RoleSource {
        Served(RoleSet files, Source blobs) {
            this(files, blobs, new LinkedHashSet<>());
        }

        @Override
        public Optional<Bytes> root(long version, int limit) {
            return files.root(version).map(layer -> RoleSet.content(layer, blobs, limit));
        }

        @Override
        public Bytes timestamp(int limit) {
            return content(RoleName.TIMESTAMP, limit);
        }

        @Override
        public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
            if (!name.isTopLevel()) {
                asked.add(name);
            }
            RoleLayer layer = files.role(name)
                    .or(() -> RoleLayer.addressed(name, expected))
                    .orElseThrow(() -> new NotFoundException(name + " is not in the head"));
            return RoleSet.content(layer, blobs, limit);
        }

        private Bytes content(RoleName name, int limit) {
            RoleLayer layer = files.role(name).orElseThrow(() -> new NotFoundException(name + " is not in the head"));
            return RoleSet.content(layer, blobs, limit);
        }

        @Override
        public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
            throw new NotFoundException("targets are not kept with the roles");
        }
    }

    private static final class Memory implements RoleMemory {
        private final Map<RoleName, Bytes> kept = new HashMap<>();

        @Override
        public Optional<Bytes> load(RoleName role) {
            return Optional.ofNullable(kept.get(role));
        }

        @Override
        public void keep(RoleName role, Bytes file) {
            if (role.isTopLevel()) { // delegated roles are asked for again, so that each search is told apart
                kept.put(role, file);
            }
        }

        @Override
        public void keepRoot(long version, Bytes root, boolean forgetOnline) {
            kept.put(RoleName.ROOT, root);
            if (forgetOnline) {
                kept.remove(RoleName.TIMESTAMP);
                kept.remove(RoleName.SNAPSHOT);
            }
        }
    }
}
