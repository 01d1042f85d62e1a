package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.testkit.loopback.RequestLog;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one more bundle costs, by how many there are already: requests and bytes, which do not depend on the machine. */
class NamespaceSizeTest {
    /** More than a head lists. */
    private static final int BITS = 6;

    private static final BinnedNamespace FEW = BinnedNamespace.of(10, OptionalInt.empty());
    private static final BinnedNamespace MANY = BinnedNamespace.of(1_000, OptionalInt.of(BITS));

    @AfterAll
    static void close() {
        FEW.close();
        MANY.close();
    }

    private static void publishOneMore(BinnedNamespace namespace, int number) {
        try (Store store = namespace.open()) {
            Scene scene = namespace.scene;
            NamespaceRepository repository = new NamespaceRepository(store, scene.pinned(), Scene.pace());
            namespace.clearLog();
            TargetEdits edits = scene.signing(scene.releases, new Handover(store), BinnedNamespace.bundle(number));
            edits.plan(repository.standing().orElseThrow());
            repository.publish(edits, namespace.roles());
        }
    }

    private static List<RequestLog.Entry> written(BinnedNamespace namespace) {
        return namespace.registry.log().entries().stream()
                .filter(entry -> entry.method().equals("PUT"))
                .toList();
    }

    @Test
    void oneMoreBundleAmongThousandsTakesTwoRequestsMoreThanAmongTen() {
        publishOneMore(FEW, -1);
        publishOneMore(MANY, -1);

        assertThat(FEW.requests()).hasSizeLessThanOrEqualTo(19);
        assertThat(MANY.requests())
                .as("snapshot and bin are too large to be inlined in the head")
                .hasSizeLessThanOrEqualTo(FEW.requests().size() + 2);
        assertThat(MANY.bytes()).isLessThan(65_000);
    }

    @Test
    void aHeadDoesNotListManyBins() {
        Manifest head = MANY.scene.store.manifest(RoleTags.HEAD).orElseThrow();

        assertThat(1 << BITS).isGreaterThan(HeadManifest.MOST_BINS);
        assertThat(RoleFiles.read(head).orThrow().files()).hasSize(5);
        assertThat(head.raw().length()).isLessThan(8_000);
    }

    @Test
    void aHeadListsFewBins() {
        try (BinnedNamespace namespace = BinnedNamespace.of(10, OptionalInt.of(2))) {
            Manifest head = namespace.scene.store.manifest(RoleTags.HEAD).orElseThrow();

            assertThat(RoleFiles.read(head).orThrow().role(new RoleName("bin-0"), 1))
                    .isPresent();
        }
    }

    @Test
    void aTargetGoesIntoItsBinAlthoughTheSameKeySignsTheRoleAboveIt() {
        publishOneMore(MANY, 4_711);

        assertThat(MANY.scene.role(Profile.RELEASES).version())
                .as("the role that delegates to the bins is as it was")
                .isEqualTo(2);
        assertThat(MANY.scene.role(MANY.binOf(4_711)).target(BinnedNamespace.path(4_711)))
                .isPresent();
        assertThat(written(MANY)).noneMatch(entry -> entry.target().contains("role.targets"));
    }

    @Test
    void theFileOfABinAndTheOneBeforeItAreKeptFromBeingCollectedByItsRoleTag() {
        publishOneMore(MANY, 1_000);
        RoleName bin = MANY.binOf(1_000);

        Manifest kept = MANY.scene.store.manifest(RoleTags.role(bin)).orElseThrow();
        assertThat(RoleFiles.read(kept).orThrow().files().keySet())
                .containsExactly(RoleFileName.versioned(bin, 2), RoleFileName.versioned(bin, 1));
    }

    @Test
    void aConsumerTakesHeadSnapshotAndBinAndNothingElse() {
        MANY.clearLog();
        MANY.lookUp(17);

        assertThat(MANY.requests()).hasSize(3).allMatch(line -> line.startsWith("GET "));
        assertThat(MANY.bytes()).isLessThan(40_000);
    }

    @Test
    void binsAreSignedAgainByARefreshWhenHalfOfTheirLifeIsOver() {
        try (BinnedNamespace namespace = BinnedNamespace.of(10, OptionalInt.of(2))) {
            Scene scene = namespace.scene;
            scene.now = Scene.NOW.plus(Duration.ofDays(20));
            scene.refresh(scene.online, scene.releases);

            assertThat(scene.role(new RoleName("bin-3")).version()).isEqualTo(2);
            assertThat(scene.role(new RoleName("bin-3")).expires()).isEqualTo(scene.now.plus(Duration.ofDays(31)));
        }
    }
}
