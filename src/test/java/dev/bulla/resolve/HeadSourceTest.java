package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.Annotations;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.registry.CredentialSource;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.registry.Timeouts;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that others wrote, tags that others hold, and limits (tuf.md 12.1 and 15, the OCI column). */
class HeadSourceTest {
    private static final int LIMIT = TufLimits.ROOT_BYTES;
    private static final RoleName RELEASES = new RoleName("releases");

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final HttpSettings http = HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW));
    private final Store store = open(http);
    /** A registry that fails is not asked again for long. */
    private final Store impatient = open(http.withTimeouts(Timeouts.standard().within(Duration.ofMillis(1500))));

    private Store open(HttpSettings settings) {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "acme/tuf"),
                RegistryOptions.standard(settings).withCredentials(CredentialSource.anonymous()));
    }

    @AfterEach
    void close() {
        store.close();
        impatient.close();
        registry.close();
    }

    private static RoleLayer file(RoleName role, long version, String content) {
        return RoleLayer.of(role, version, Bytes.utf8(content));
    }

    /** A head in the form of docker's mirror: no artifact type, and not every root. */
    private HeadSource mirrored(RoleLayer... files) {
        List<Json> layers = new ArrayList<>();
        for (RoleLayer each : files) {
            Descriptor named = each.blob()
                    .withAnnotations(Map.of(
                            Annotations.FILE_NAME,
                            each.role().equals(RoleName.TIMESTAMP)
                                    ? "timestamp.json"
                                    : each.version() + "." + each.role() + ".json"));
            store.pushBlob(each.blob(), Content.of(each.content().orElseThrow()));
            layers.add(named.toJson());
        }
        store.pushBlob(ArtifactBuilder.emptyDescriptor(), Content.of(ArtifactBuilder.EMPTY));
        Bytes raw = OlpcWriter.write(Json.Obj.empty()
                .with("config", ArtifactBuilder.emptyDescriptor().toJson())
                .with("layers", new Json.Arr(layers))
                .with("mediaType", Json.text(MediaType.OCI_MANIFEST.value()))
                .with("schemaVersion", Json.whole(2)));
        store.tag(Manifest.parse(raw, Optional.empty()), Tag.LATEST);
        return HeadSource.at(store).orElseThrow();
    }

    private void tag(Tag tag, ArtifactBuilder artifact) {
        artifact.contents().forEach((blob, content) -> store.pushBlob(blob, Content.of(content)));
        store.tag(artifact.build(), tag);
    }

    @Test
    void aTruncatedHeadIsCompletedByRootTagsAndOnly404MeansNoMoreTuf533() {
        HeadSource head = mirrored(file(RoleName.ROOT, 1, "one"), file(RoleName.TIMESTAMP, 1, "t"));
        tag(RoleTags.root(2), HeadManifest.single(file(RoleName.ROOT, 2, "two")));

        assertThat(head.root(1, LIMIT)).contains(Bytes.utf8("one"));
        assertThat(head.root(2, LIMIT)).contains(Bytes.utf8("two"));
        assertThat(head.root(3, LIMIT)).isEmpty();
    }

    @Attack("P24")
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aDeniedRootTagIsNotTakenForNoNewerRoot(int status) {
        HeadSource head = mirrored(file(RoleName.ROOT, 1, "one"));
        registry.faults().on(Kind.MANIFEST_GET).always().status(status);

        assertThatThrownBy(() -> head.root(2, LIMIT)).isInstanceOf(DeniedException.class);
    }

    @Attack("P24")
    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void aFailingRootTagIsNotTakenForNoNewerRoot(int status) {
        mirrored(file(RoleName.ROOT, 1, "one"));
        HeadSource head = HeadSource.at(impatient).orElseThrow();
        registry.faults().on(Kind.MANIFEST_GET).always().status(status);

        assertThatThrownBy(() -> head.root(2, LIMIT)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void aWebPageUnderARootTagIsNotTakenForNoNewerRoot() {
        HeadSource head = mirrored(file(RoleName.ROOT, 1, "one"));
        tag(RoleTags.root(2), HeadManifest.single(file(RoleName.ROOT, 2, "two")));
        registry.faults().on(Kind.MANIFEST_GET).always().html();

        assertThatThrownBy(() -> head.root(2, LIMIT)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void aRootTagThatHoldsSomethingElseIsRefusedNotSkipped() {
        HeadSource head = mirrored(file(RoleName.ROOT, 1, "one"));
        tag(RoleTags.root(2), HeadManifest.single(file(RoleName.ROOT, 3, "three")));
        assertThatThrownBy(() -> head.root(2, LIMIT))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("does not hold 2.root.json");

        tag(
                RoleTags.root(2),
                new ArtifactBuilder(new MediaType("application/vnd.example.sbom"))
                        .layer(new MediaType("text/plain"), Bytes.utf8("x"), Map.of()));
        assertThatThrownBy(() -> head.root(2, LIMIT)).isInstanceOf(RejectedException.class);
    }

    @Test
    void aHeadOfBullasOwnListsEveryRootAndIsNotProbed() {
        SimulatedNamespace.put(store, HeadManifest.builder("acme", List.of(file(RoleName.ROOT, 1, "one"))));
        HeadSource head = HeadSource.at(store).orElseThrow();
        registry.log().clear();

        assertThat(head.root(2, LIMIT)).isEmpty();
        assertThat(registry.log().entries()).isEmpty();
    }

    @Test
    void aHeadOfBullasOwnThatWasCutShortIsProbed() {
        SimulatedNamespace.put(store, HeadManifest.builder("acme", List.of(file(RoleName.ROOT, 2, "two"))));
        HeadSource head = HeadSource.at(store).orElseThrow();
        tag(RoleTags.root(3), HeadManifest.single(file(RoleName.ROOT, 3, "three")));

        assertThat(head.root(3, LIMIT)).contains(Bytes.utf8("three"));
    }

    @Test
    void aDelegatedRoleIsFoundUnderItsTagAndUnderTheBareNameThatDockersMirrorGivesIt() {
        HeadSource head = mirrored(file(RoleName.TIMESTAMP, 1, "t"));
        FileInfo unhashed = new FileInfo(3, OptionalLong.empty(), Optional.empty());
        assertThatThrownBy(() -> head.role(RELEASES, unhashed, true, LIMIT)).isInstanceOf(NotFoundException.class);

        tag(new Tag("releases"), HeadManifest.single(file(RELEASES, 3, "docker's")));
        assertThat(head.role(RELEASES, unhashed, true, LIMIT)).isEqualTo(Bytes.utf8("docker's"));
        tag(RoleTags.role(RELEASES), HeadManifest.single(file(RELEASES, 3, "ours")));
        assertThat(head.role(RELEASES, unhashed, true, LIMIT)).isEqualTo(Bytes.utf8("ours"));
    }

    @Test
    void aRoleThatIsNotListedIsTakenByTheHashThatItsParentLists() {
        HeadSource head = mirrored(file(RoleName.TIMESTAMP, 1, "t"));
        Bytes content = Bytes.utf8("by hash");
        store.pushBlob(Descriptor.of(RoleLayer.MEDIA_TYPE, content), Content.of(content));
        FileInfo info = new FileInfo(3, OptionalLong.of(content.length()), Optional.of(Hashes.sha256Of(content)));

        assertThat(head.role(RELEASES, info, true, LIMIT)).isEqualTo(content);
    }

    @Test
    void aLayerThatIsLongerThanItsBoundIsRefusedBeforeItIsFetched() {
        String large = "x".repeat(9000);
        HeadSource head = mirrored(file(RoleName.TIMESTAMP, 1, large));
        registry.log().clear();

        assertThatThrownBy(() -> head.timestamp(8000))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("at most 8000");
        assertThat(registry.log().count(Kind.BLOB_GET)).isZero();
    }

    @Test
    void aHeadBeyondTheSizeOfManifestsIsRefused() {
        mirrored(file(RoleName.TIMESTAMP, 1, "t"));
        registry.faults().on(Kind.MANIFEST_GET).always().change(answer -> answer.withBody(new byte[(4 << 20) + 1]));

        assertThatThrownBy(() -> HeadSource.at(store)).isInstanceOf(RejectedException.class);
    }

    @Test
    void aTargetIsTheBlobOrTheManifestWithItsHash() {
        HeadSource head = mirrored(file(RoleName.TIMESTAMP, 1, "t"));
        Bytes content = Bytes.utf8("bundle.json");
        store.pushBlob(Descriptor.of(new MediaType("application/json"), content), Content.of(content));

        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        head.target(
                new TargetPath("x"),
                TargetInfo.of(content.length(), Hashes.sha256Of(content), Optional.empty()),
                true,
                sink);
        assertThat(Bytes.copyOf(sink.toByteArray())).isEqualTo(content);

        sink.reset();
        Bytes manifest = store.manifest(Tag.LATEST).orElseThrow().raw();
        head.target(
                new TargetPath("x"),
                TargetInfo.of(manifest.length(), Hashes.sha256Of(manifest), Optional.empty()),
                true,
                sink);
        assertThat(Bytes.copyOf(sink.toByteArray())).isEqualTo(manifest);
    }
}
