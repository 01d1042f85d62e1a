package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Head manifests and capsules as oci-graph sections 3.1, 3.4 and 3.5 define them. */
class HeadManifestTest {
    private static final RoleName RELEASES = new RoleName("targets/releases");

    /** The files of the published examples, whose bytes lie elsewhere. */
    private static final List<RoleLayer> EXAMPLE = List.of(
            stored(RoleName.ROOT, 1, "8e30e4179229c8a36c6b756ba6eec3ef77dcf8991159e04fcccb33f7f34235b5", 1012),
            stored(RoleName.TIMESTAMP, 41, "15ff76f6e580463f8519173fb2f53709565a3aee2d3d2ef165b5c6574d95f9d9", 736),
            stored(RoleName.SNAPSHOT, 5, "5ab124ed59bb722127963ef0620cb9c9f048f0764c979c13ebf61b503f00dc25", 606),
            stored(RoleName.TARGETS, 2, "9cf2de87478345645aa8886cd37430068a52d564746aee7cc1ddfff113e18421", 1076),
            stored(RELEASES, 3, "3d3e0603ba3dc794fa60e67e5441bf99f6f939e103abb834eececf50e8d080ce", 746));

    private static RoleLayer stored(RoleName role, long version, String hex, long size) {
        Digest digest = Digest.parse("sha256:" + hex).orElseThrow();
        return RoleLayer.stored(role, version, Descriptor.of(RoleLayer.MEDIA_TYPE, digest, size));
    }

    @Test
    void theCapsuleOfTheExampleIsTheOneThatThePublishedCarrierListsSection35() {
        Digest bundle = Digest.parse("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268")
                .orElseThrow();

        ImageManifest capsule = Capsule.builder(
                        Descriptor.of(MediaType.OCI_INDEX, bundle, 929),
                        "example.com/acme/helloworld:0.1.1",
                        new TrustRepository(new Place.RegistryPlace("example.com", "acme/tuf")),
                        EXAMPLE)
                .build();

        assertThat(capsule.digest())
                .hasToString("sha256:7d397f079c9b9c30517a85697800114158e79f2b1ad5ad36de99f3b114c7b494");
        assertThat(capsule.raw().length()).isEqualTo(1687);
        assertThat(Kind.of(capsule.artifactType())).isEqualTo(Kind.CAPSULE);
    }

    @Test
    void theHeadOfTheExampleHasTheMembersOfSection34InWhateverOrderFilesAreGiven() {
        List<RoleLayer> shuffled = new ArrayList<>(EXAMPLE);
        Collections.reverse(shuffled);

        ImageManifest head = HeadManifest.builder("example.com/acme", shuffled).build();

        assertThat(head.artifactType()).contains(HeadManifest.ARTIFACT_TYPE);
        assertThat(head.subject()).isEmpty();
        assertThat(head.annotations())
                .containsOnly(
                        Map.entry("dev.bulla.origin", "example.com/acme"),
                        Map.entry(
                                "dev.bulla.tuf.root",
                                "8e30e4179229c8a36c6b756ba6eec3ef77dcf8991159e04fcccb33f7f34235b5"),
                        Map.entry("dev.bulla.tuf.timestamp", "41"));
        assertThat(names(head))
                .containsExactly(
                        "1.root.json",
                        "timestamp.json",
                        "5.snapshot.json",
                        "2.targets.json",
                        "3.targets%2Freleases.json");
        assertThat(head.raw())
                .isEqualTo(HeadManifest.builder("example.com/acme", EXAMPLE)
                        .build()
                        .raw());
    }

    private static List<String> names(ImageManifest manifest) {
        return manifest.layers().stream()
                .map(layer -> layer.annotations().get(Annotations.FILE_NAME))
                .toList();
    }

    @Test
    void layersAreInlinedInTheOrderOfSection31WhileThereIsRoom() {
        List<RoleLayer> files = new ArrayList<>();
        for (int version = 1; version <= 12; version++) {
            files.add(file(RoleName.ROOT, version, 8000));
        }
        files.add(file(RoleName.TIMESTAMP, 1, 500));
        files.add(file(RoleName.SNAPSHOT, 1, 8192));
        files.add(file(RoleName.TARGETS, 1, 8193));
        for (int i = 10; i < 26; i++) {
            files.add(file(new RoleName("r" + i), 1, 8000));
        }

        ImageManifest head = HeadManifest.builder("example.com/acme", files).build();

        assertThat(head.raw().length()).isLessThanOrEqualTo(256 * 1024);
        List<String> inlined = head.layers().stream()
                .filter(layer -> layer.data().isPresent())
                .map(layer -> layer.annotations().get(Annotations.FILE_NAME))
                .toList();
        assertThat(inlined)
                .as("too large to be inlined")
                .doesNotContain("1.targets.json")
                .as("the newest root before delegated roles, older roots last, from the newest down")
                .contains("timestamp.json", "1.snapshot.json", "12.root.json", "1.r10.json", "1.r25.json")
                .contains("11.root.json")
                .doesNotContain("1.root.json");
        List<String> roots =
                inlined.stream().filter(name -> name.endsWith("root.json")).toList();
        assertThat(roots).isEqualTo(names(head).subList(12 - roots.size(), 12));
    }

    private static RoleLayer file(RoleName role, long version, int size) {
        return RoleLayer.of(
                role,
                version,
                Bytes.utf8((role + " " + version + " ").repeat(size).substring(0, size)));
    }

    @Test
    void aRoleIsGivenOnceExceptRoot() {
        List<RoleLayer> twice = List.of(file(RoleName.TARGETS, 1, 9), file(RoleName.TARGETS, 2, 9));

        assertThatThrownBy(() -> HeadManifest.builder("x", twice)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasBuiltIsReadAgain() {
        List<RoleLayer> files = List.of(
                file(RoleName.ROOT, 1, 20),
                file(RoleName.ROOT, 2, 20),
                file(RoleName.TIMESTAMP, 9, 20),
                file(RELEASES, 3, 20));

        RoleFiles read =
                RoleFiles.read(HeadManifest.builder("x", files).build()).orThrow();

        assertThat(read.newestRoot()).hasValue(2);
        assertThat(read.hasAllRoots()).isTrue();
        assertThat(read.root(3)).isEmpty();
        assertThat(read.timestamp().orElseThrow().digest())
                .isEqualTo(files.get(2).blob().digest());
        assertThat(read.role(RELEASES, 3)).isPresent();
        assertThat(read.role(RELEASES, 4)).isEmpty();
    }

    @Test
    void aSingleRoleFileHasTheTypeOfAHeadAndOneLayer() {
        RoleFiles read = RoleFiles.read(
                        HeadManifest.single(file(RELEASES, 3, 20)).build())
                .orThrow();

        assertThat(read.manifest().artifactType()).contains(HeadManifest.ARTIFACT_TYPE);
        assertThat(read.files()).hasSize(1);
        assertThat(read.hasAllRoots()).isFalse();
    }

    @Attack("O21")
    @Test
    void aFileNameThatIsListedTwiceMakesTheHeadInvalidTuf121() {
        assertRefused(handmade("1.root.json", "timestamp.json", "timestamp.json"), "lists timestamp.json twice");
        assertRefused(handmade("1.a%2Fb.json", "1.a%2fb.json"), "lists 1.a%2Fb.json twice");
    }

    @Attack("O21")
    @Test
    void aFileNameThatDoesNotDecodeOrIsMissingMakesTheHeadInvalidTuf121() {
        assertRefused(handmade("1.root.json", "1.%zz.json"), "not named as a role file");
        assertRefused(handmade("1.root.json", "../../etc/passwd"), "not named as a role file");
        ArtifactBuilder unnamed =
                new ArtifactBuilder(HeadManifest.ARTIFACT_TYPE).layer(RoleLayer.MEDIA_TYPE, Bytes.utf8("x"), Map.of());
        assertRefused(unnamed.build(), "not named as a role file");
    }

    private static ImageManifest handmade(String... names) {
        ArtifactBuilder builder = new ArtifactBuilder(HeadManifest.ARTIFACT_TYPE);
        for (int i = 0; i < names.length; i++) {
            builder.layer(RoleLayer.MEDIA_TYPE, Bytes.utf8("file " + i), Map.of(Annotations.FILE_NAME, names[i]));
        }
        return builder.build();
    }

    private static void assertRefused(ImageManifest manifest, String message) {
        assertThat(RoleFiles.read(manifest)).isInstanceOfSatisfying(Step.Refused.class, refused -> {
            assertThat(refused.reason().code()).isEqualTo(ReasonCode.MALFORMED);
            assertThat(refused.reason().message()).contains(message);
        });
    }

    @Attack("O14")
    @Test
    void dataThatAreNotTheBlobMakeTheManifestInvalidSection31() {
        String honest = HeadManifest.builder("x", List.of(file(RoleName.TIMESTAMP, 1, 30)))
                .build()
                .raw()
                .asUtf8()
                .orElseThrow();
        String lying = honest.replace("\"data\":\"dGlt", "\"data\":\"dGls");
        assertThat(lying).isNotEqualTo(honest);

        assertThatThrownBy(() -> Manifest.parse(Bytes.utf8(lying), Optional.empty()))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("inlined data is not the content");
    }

    @Test
    void aHeadAsDockersMirrorWritesItIsReadTuf121() {
        String mirror = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,
                  "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},
                 "layers":[{"mediaType":"application/vnd.tuf.metadata+json","size":5,
                  "digest":"sha256:8e30e4179229c8a36c6b756ba6eec3ef77dcf8991159e04fcccb33f7f34235b5",
                  "annotations":{"tuf.io/filename":"2.root.json"}},
                 {"mediaType":"application/vnd.tuf.metadata+json","size":7,
                  "digest":"sha256:15ff76f6e580463f8519173fb2f53709565a3aee2d3d2ef165b5c6574d95f9d9",
                  "annotations":{"tuf.io/filename":"timestamp.json"}}]}""";

        RoleFiles read = RoleFiles.read(Manifest.parse(Bytes.utf8(mirror), Optional.empty()))
                .orThrow();

        assertThat(read.root(2)).isPresent();
        assertThat(read.timestamp()).isPresent();
        assertThat(read.hasAllRoots()).as("a mirror may be cut short").isFalse();
    }
}
