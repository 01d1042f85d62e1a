package dev.bulla.acceptance;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.resolve.HeadSource;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A consumer that reads a namespace again and again while it is written: once as somebody who sees it for the first time
 * and once as somebody who remembers everything, rollbacks included.
 */
final class HeadReader implements Runnable {
    private final Store store;
    private final Instant at;
    private final TargetPath unlisted;
    private final Memory first;
    private final Memory lasting;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<String> refusals = new ArrayList<>();
    private int reads;

    HeadReader(Store store, Bytes pinned, Instant at, TargetPath unlisted) {
        this.store = store;
        this.unlisted = unlisted;
        this.at = at;
        this.first = new Memory(pinned);
        this.lasting = new Memory(pinned);
    }

    @Override
    public void run() {
        while (!stop.get()) {
            look(new Memory(first.pinned));
            look(lasting);
            reads += 2;
        }
    }

    private void look(Memory memory) {
        try {
            // a name that nobody lists makes the search look into every role on its way
            Step<Found> searched = refresh(memory).then(roles -> roles.find(unlisted));
            if (!(searched instanceof Step.Refused<Found> refused)
                    || refused.reason().code() != ReasonCode.NOT_A_TARGET) {
                refusals.add(searched.toString());
            }
        } catch (RuntimeException failure) {
            refusals.add(failure.toString());
        }
    }

    private Step<Lookup> refresh(Memory memory) {
        HeadSource head = HeadSource.at(store).orElseThrow();
        return new Client(head, memory, TufLimits.defaults(), line -> {}).refresh(at);
    }

    /** True when a first-time consumer finds the target. */
    boolean finds(TargetPath path) {
        return refresh(new Memory(first.pinned)).orThrow().find(path) instanceof Step.Done;
    }

    void stop() {
        stop.set(true);
    }

    /** What did not verify. */
    List<String> refusals() {
        return refusals;
    }

    /** How often the namespace was read. */
    int reads() {
        return reads;
    }

    private static final class Memory implements RoleMemory {
        private final Bytes pinned;
        private final Map<RoleName, Bytes> kept = new HashMap<>();

        Memory(Bytes pinned) {
            this.pinned = pinned;
            kept.put(RoleName.ROOT, pinned);
        }

        @Override
        public Optional<Bytes> load(RoleName role) {
            return Optional.ofNullable(kept.get(role));
        }

        @Override
        public void keep(RoleName role, Bytes file) {
            kept.put(role, file);
        }

        @Override
        public void keepRoot(long version, Bytes root, boolean forgetOnline) {
            kept.put(RoleName.ROOT, root);
        }
    }
}
