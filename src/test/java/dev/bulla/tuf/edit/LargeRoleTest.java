package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Edits of large roles take work in proportion to their size. The work is measured as bytes allocated, which unlike time
 * are the same on every machine: each target more makes its share of objects and no more.
 */
class LargeRoleTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));
    private static final TargetInfo INFO = DraftsTest.info("content");
    private static final int SMALL = 5_000;
    private static final int FACTOR = 4;
    /** Four times the targets, at most five times the work: a quadratic step would make it sixteen. */
    private static final double MOST = FACTOR * 1.25;

    private static TargetPath path(int i) {
        return new TargetPath("example.com/acme/app-" + i + ":latest");
    }

    private static Signed<Targets> role(int size) {
        Map<TargetPath, TargetInfo> infos = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            infos.put(path(i), INFO);
        }
        return TargetsDraft.create(MONTH)
                .targets(infos)
                .sign(List.of(TestKeys.golden()))
                .read(RoleFormat.TARGETS)
                .orThrow();
    }

    private static double allocatedBy(Supplier<?> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(work.get()).isNotNull();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void oneTargetMoreInALargeRole() {
        Signed<Targets> small = role(SMALL);
        Signed<Targets> large = role(SMALL * FACTOR);

        double few = allocatedBy(
                () -> TargetsDraft.next(small, MONTH).target(path(-1), INFO).unsigned());
        double many = allocatedBy(
                () -> TargetsDraft.next(large, MONTH).target(path(-1), INFO).unsigned());

        assertThat(many / few).isBetween(FACTOR * 0.5, MOST);
    }

    private static TargetsDraft bulk(Signed<Targets> role, int size) {
        TargetsDraft draft = TargetsDraft.next(role, MONTH);
        for (int i = 0; i < size; i++) {
            draft = i % 2 == 0 ? draft.removeTarget(path(i)) : draft.target(path(-i), INFO);
        }
        return draft;
    }

    @Test
    void manyEditsOneByOne() {
        Signed<Targets> small = role(SMALL);
        Signed<Targets> large = role(SMALL * FACTOR);

        double few = allocatedBy(() -> bulk(small, SMALL).unsigned());
        double many = allocatedBy(() -> bulk(large, SMALL * FACTOR).unsigned());

        assertThat(many / few).isBetween(FACTOR * 0.5, MOST);
        assertThat(bulk(small, SMALL)
                        .unsigned()
                        .read(RoleFormat.TARGETS)
                        .orThrow()
                        .role()
                        .count())
                .isEqualTo(SMALL);
    }

    @Test
    void theDifferenceOfLargeRoles() {
        Signed<Targets> small = role(SMALL);
        Signed<Targets> large = role(SMALL * FACTOR);
        Signed<Targets> smallNext =
                bulk(small, SMALL).unsigned().read(RoleFormat.TARGETS).orThrow();
        Signed<Targets> largeNext =
                bulk(large, SMALL * FACTOR).unsigned().read(RoleFormat.TARGETS).orThrow();

        double few = allocatedBy(() -> RoleChanges.between(Optional.of(small), smallNext));
        double many = allocatedBy(() -> RoleChanges.between(Optional.of(large), largeNext));

        assertThat(many / few).isBetween(FACTOR * 0.5, MOST);
        assertThat(RoleChanges.between(Optional.of(small), smallNext).count()).isEqualTo(SMALL + 1);
    }

    @Test
    void theSplitOfLargeRolesIntoBins() {
        HashBins bins = new HashBins(4, "bin", List.of(TestKeys.golden().publicKey()), 1);
        Signed<Targets> small = role(SMALL);
        Signed<Targets> large = role(SMALL * FACTOR);

        double few = allocatedBy(() -> bins.split(small.role(), MONTH).values().stream()
                .map(TargetsDraft::unsigned)
                .toList());
        double many = allocatedBy(() -> bins.split(large.role(), MONTH).values().stream()
                .map(TargetsDraft::unsigned)
                .toList());

        assertThat(many / few).isBetween(FACTOR * 0.5, MOST);
    }
}
