package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.loopback.RequestLog;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import java.time.Duration;
import java.util.HexFormat;
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
    void oneMoreBundleAmongThousandsTakesTwelveRequests() {
        publishOneMore(FEW, -1);
        publishOneMore(MANY, -1);

        assertThat(FEW.requests())
                .as("files that were handed over are looked for, and a role tag is written")
                .hasSizeLessThanOrEqualTo(16);
        assertThat(MANY.requests())
                .as("snapshot and bin are too large to be inlined in the head")
                .hasSizeLessThanOrEqualTo(12);
        assertThat(MANY.bytes()).isLessThan(48_000);
    }

    @Test
    void whereBlobsTakeTwoRequestsItIsOneMoreForEachAfterTheFirst() {
        try (BinnedNamespace namespace = BinnedNamespace.of(100, OptionalInt.of(BITS))) {
            namespace.registry.behaviour().singlePost(false);
            publishOneMore(namespace, -1);

            assertThat(namespace.requests())
                    .as("three blobs, opened and sent; what was sent with the first opening was sent in vain")
                    .hasSize(15);
        }
    }

    @Test
    void ofManyBinsAHeadListsOnlyThoseThatChangedWithIt() {
        publishOneMore(MANY, 2_000);
        publishOneMore(MANY, 2_001);
        Manifest head = MANY.scene.store.manifest(RoleTags.HEAD).orElseThrow();

        assertThat(1 << BITS).isGreaterThan(HeadManifest.MOST_BINS);
        assertThat(MANY.binOf(2_000)).isNotEqualTo(MANY.binOf(2_001));
        assertThat(RoleFiles.read(head).orThrow().files()).hasSize(6);
        assertThat(RoleFiles.read(head).orThrow().named(MANY.binOf(2_001))).isPresent();
        assertThat(head.raw().length()).isLessThan(6_000);
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
    void binsThatChangeTogetherInGreatNumberAreKeptFromBeingCollectedByTheirRoleTags() {
        try (BinnedNamespace namespace = BinnedNamespace.of(1_000, OptionalInt.of(BITS))) {
            for (int i = 0; i < 1 << BITS; i++) {
                RoleName bin = new RoleName("bin-" + HexFormat.of().toHexDigits(i, 2));
                Manifest kept =
                        namespace.scene.store.manifest(RoleTags.role(bin)).orElseThrow();
                assertThat(RoleFiles.read(kept).orThrow().files().keySet())
                        .containsExactly(RoleFileName.versioned(bin, 1));
            }
        }
    }

    @Test
    void aBinIsKeptByTheGenerationThatChangedItAndByItsRoleTagWhenThatIsPruned() {
        try (BinnedNamespace namespace = BinnedNamespace.of(200, OptionalInt.of(BITS))) {
            Scene scene = namespace.scene;
            publishOneMore(namespace, 1_000);
            RoleName bin = namespace.binOf(1_000);
            Tag generation = RoleTags.generation(3);
            Manifest changed = scene.store.manifest(generation).orElseThrow();
            assertThat(RoleFiles.read(changed).orThrow().role(bin, 2)).isPresent();
            int more = 2_000;
            for (int i = 0; i <= GenerationPruning.KEPT; more++) {
                if (!namespace.binOf(more).equals(bin)) {
                    publishOneMore(namespace, more);
                    i++;
                }
            }

            int pruned = new GenerationPruning(scene.store)
                    .prune(scene.standing(), Scene.NOW.plus(Duration.ofDays(2)), note -> {});

            assertThat(pruned).isPositive();
            assertThat(scene.store.manifest(generation)).isEmpty();
            Manifest kept = scene.store.manifest(RoleTags.role(bin)).orElseThrow();
            assertThat(RoleFiles.read(kept).orThrow().files().keySet()).containsExactly(RoleFileName.versioned(bin, 2));
            namespace.lookUp(1_000);
        }
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
