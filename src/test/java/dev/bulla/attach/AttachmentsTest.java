package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Finding attachments where lists lie (oci-graph section 7). */
class AttachmentsTest {
    private final Scene scene = new Scene();

    @Test
    void referrersAndBothCarriersAreUnitedAndEachListIsNamed() {
        Manifest first = scene.sign(scene.ann);
        scene.writer.writeCarrier(scene.artifact.digest(), Optional.of(Scene.TAG));
        Manifest second = scene.sign(scene.ben);

        Attachments found = scene.attachments();

        assertThat(digests(found)).containsExactlyInAnyOrder(first.digest(), second.digest());
        assertThat(found.listedBy().get(first.digest()))
                .containsExactly(
                        Attachments.REFERRERS,
                        "1.4.0.signed",
                        Tag.carrierOf(scene.artifact.digest()).value());
        assertThat(found.listedBy().get(second.digest())).containsExactly(Attachments.REFERRERS);
        assertThat(found.dropped()).isEmpty();
    }

    @Attack("T1")
    @Test
    void theCarrierAloneIsEnoughWhereReferrersWereLost() {
        Manifest signature = scene.sign(scene.ann);
        scene.writer.writeCarrier(scene.artifact.digest(), Optional.empty());
        scene.store.listsReferrers = false;

        assertThat(digests(scene.attachments())).containsExactly(signature.digest());
    }

    @Attack({"T4", "O15"})
    @Test
    void whatSpeaksOfAnotherSubjectIsDroppedWithItsReason() {
        Descriptor other = scene.artifact("another artifact").descriptor();
        Manifest foreign = scene.sign(other, other, scene.ann);
        scene.store.lies.add(foreign.descriptor());
        scene.store.lies.add(other);

        Attachments found = scene.attachments();

        assertThat(found.found()).isEmpty();
        assertThat(found.dropped())
                .containsExactlyInAnyOrder(
                        foreign.digest() + " is listed but speaks of something else",
                        other.digest() + " is listed but speaks of something else");
    }

    @Attack("P16")
    @Test
    void theTypeIsTheManifestsOwnWhateverTheListSays() {
        Manifest signature = scene.sign(scene.ann);
        scene.store.lies.add(signature.descriptor().withArtifactType(Scene.SBOM));
        Manifest sbom = scene.writer.attach(
                new ArtifactBuilder(Scene.SBOM).subject(scene.artifact).layer(Scene.SBOM, Bytes.utf8("[]"), Map.of()));
        scene.store.lies.add(sbom.descriptor().withArtifactType(Kind.SIGNATURE.artifactType()));

        Attachments found = scene.attachments();

        assertThat(found.of(Kind.SIGNATURE)).extracting(Attachment::manifest).containsExactly(signature);
        assertThat(found.of(Kind.OTHER)).extracting(Attachment::manifest).containsExactly(sbom);
    }

    @Attack("T4")
    @Test
    void listedButAbsentIsReportedAndNoError() {
        Digest nowhere = Digest.of(Bytes.utf8("nowhere"));
        scene.store.lies.add(Descriptor.of(MediaType.OCI_MANIFEST, nowhere, 7));

        assertThat(scene.attachments().dropped()).containsExactly(nowhere + " is listed but absent");
    }

    @Test
    void aManifestWhoseInlinedDataIsNotItsLayerIsDropped() {
        Manifest honest = scene.sign(scene.ann);
        String json = honest.raw().asUtf8().orElseThrow();
        Bytes forged = Bytes.utf8(json.replace("\"data\":\"eyJzaWduYXR1cmVz", "\"data\":\"eyJzaWduYXR1cmVT"));
        assertThat(forged).isNotEqualTo(honest.raw());
        Digest digest = Digest.of(forged);
        scene.store.plant(digest, forged);
        scene.store.lies.add(Descriptor.of(MediaType.OCI_MANIFEST, digest, forged.length()));

        Attachments found = scene.attachments();

        assertThat(digests(found)).containsExactly(honest.digest());
        assertThat(found.dropped()).singleElement().asString().contains("inlined data is not the content");
    }

    @Test
    void aBrokenCarrierListsNothingAndIsReported() {
        Manifest signature = scene.sign(scene.ann);
        Digest broken = Digest.of(Bytes.utf8("not JSON"));
        scene.store.plant(broken, Bytes.utf8("not JSON"));
        scene.store.tags.put(Tag.carrierOf(scene.artifact.digest()), broken);

        Attachments found = scene.attachments();

        assertThat(digests(found)).containsExactly(signature.digest());
        assertThat(found.dropped())
                .singleElement()
                .asString()
                .startsWith("carrier " + Tag.carrierOf(scene.artifact.digest()));
    }

    @Test
    void aCarrierTagThatIsAnImageListsNothing() {
        scene.store.tags.put(new Tag("1.4.0.signed"), scene.artifact("an image").digest());

        assertThat(scene.attachments().found()).isEmpty();
    }

    @Attack("T5")
    @Test
    void sixtyFiveAttachmentsOfKnownTypesExceedTheLimitThatIsNamed() {
        for (int i = 0; i <= GraphLimits.MAX_ATTACHMENTS; i++) {
            scene.push(signatureNumber(i));
        }

        assertThatThrownBy(scene::attachments).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.reason().code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
            assertThat(e.reason().message())
                    .startsWith("65 attachments of known types are listed for ")
                    .endsWith("at most 64 are examined");
            assertThat(e.reason().hints()).singleElement().asString().contains("carrier");
        });
    }

    @Test
    void attachmentsOfUnknownTypesAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            scene.push(new ArtifactBuilder(Scene.SBOM)
                    .subject(scene.artifact)
                    .layer(Scene.SBOM, Bytes.utf8("number " + i), Map.of())
                    .build());
        }
        Manifest signature = scene.sign(scene.ann);

        assertThat(scene.attachments().of(Kind.SIGNATURE))
                .extracting(Attachment::manifest)
                .containsExactly(signature);
    }

    @Attack({"T5", "S5"})
    @Test
    void aFloodIsRefusedBeforeAnythingIsFetched() {
        for (int i = 0; i <= GraphLimits.MAX_REFERRERS; i++) {
            Bytes junk = Bytes.utf8("junk " + i);
            scene.store.lies.add(Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(junk), junk.length()));
        }

        assertThatThrownBy(scene::attachments)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("4097 attachments are listed")
                .hasMessageContaining("at most 4096 are looked at");

        scene.store
                .lies
                .subList(AttachmentSearch.MAX_FETCHED + 1, scene.store.lies.size())
                .clear();

        assertThatThrownBy(scene::attachments)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("257 attachments are listed")
                .hasMessageContaining("at most 256 are fetched");
    }

    @Attack({"T5", "T19", "S5"})
    @Test
    void manifestsThatFillTheMemoryTogetherAreRefused() {
        String filling = "y".repeat(AttachmentSearch.MAX_BYTES / 8);
        for (int i = 0; i < 20; i++) {
            scene.store.pushManifest(new ArtifactBuilder(Scene.SBOM)
                    .subject(scene.artifact)
                    .annotation("dev.example.n", filling + i)
                    .layer(Scene.SBOM, Bytes.utf8("[]"), Map.of())
                    .build());
        }

        assertThatThrownBy(scene::attachments)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("have more than 16 MiB of manifests together");
    }

    @Attack("O12")
    @Test
    void aManifestThatListsItselfOrTheArtifactDoesNotLoop() {
        scene.store.lies.add(scene.artifact);

        assertThat(scene.attachments().listedBy()).isEmpty();
    }

    @Test
    void theOlderFormWithoutArtifactTypeIsRead() {
        DescriptorSignature body = DescriptorSignature.sign(scene.artifact, List.of(scene.ann));
        Manifest older = scene.push(SignatureManifest.builder(scene.artifact, body, Optional.empty(), Optional.empty())
                .buildLegacy());

        assertThat(older.raw().asUtf8().orElseThrow()).doesNotContain("artifactType");
        assertThat(scene.attachments().of(Kind.SIGNATURE))
                .extracting(Attachment::manifest)
                .containsExactly(older);
    }

    private ImageManifest signatureNumber(int number) {
        DescriptorSignature body = DescriptorSignature.sign(scene.artifact, List.of(scene.ann));
        return SignatureManifest.builder(scene.artifact, body, Optional.empty(), Optional.of("role" + number))
                .build();
    }

    private static List<Digest> digests(Attachments attachments) {
        return attachments.found().stream().map(one -> one.manifest().digest()).toList();
    }
}
