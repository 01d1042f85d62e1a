package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writing attachments and carriers (oci-graph sections 2, 3.8 and 5). */
class AttachmentWriterTest {
    private final Scene scene = new Scene();
    private final Tag byDigest = Tag.carrierOf(scene.artifact.digest());

    @Test
    void everythingTheManifestNamesIsStoredBeforeIt() {
        Manifest signature = scene.sign(scene.ann);

        signature.successors().forEach(blob -> assertThat(scene.store.blobs).containsKey(blob.digest()));
        assertThat(scene.store.blobs).containsEntry(Digest.of(Bytes.utf8("{}")), Bytes.utf8("{}"));
    }

    @Test
    void writingTheSameTwiceWritesOnceSection2() {
        Manifest first = scene.sign(scene.ann);
        Manifest second = scene.sign(scene.ann);

        assertThat(second).isEqualTo(first);
        assertThat(scene.attachments().found()).hasSize(1);
    }

    @Test
    void aRegistryThatRefusesArtifactTypeIsGivenTheOlderFormSection2() {
        scene.store.refusesArtifactType = true;

        Manifest signature = scene.sign(scene.ann);

        assertThat(signature.raw().asUtf8().orElseThrow()).doesNotContain("\"artifactType\"");
        assertThat(signature.artifactType()).contains(Kind.SIGNATURE.artifactType());
        assertThat(scene.verify(1).orThrow().signatures().distinctKeys()).isEqualTo(1);
    }

    @Test
    void severalAttachmentsAreListedTogetherOrTheOlderFormIsLeftToTheCallerSection2() {
        List<ArtifactBuilder> builders = List.of(signatureOf(scene.ann), signatureOf(TestKeys.seeded("another")));

        scene.store.refusesArtifactType = true;
        assertThat(new AttachmentWriter(scene.store).attachTogether(builders)).isEmpty();
        scene.store.refusesArtifactType = false;
        assertThat(new AttachmentWriter(scene.store).attachTogether(builders).orElseThrow())
                .hasSize(2)
                .allSatisfy(manifest -> assertThat(
                                scene.store.referrers(scene.artifact.digest()).entries())
                        .anyMatch(entry -> entry.digest().equals(manifest.digest())));
    }

    private ArtifactBuilder signatureOf(Signer signer) {
        return SignatureManifest.builder(
                scene.artifact,
                DescriptorSignature.sign(scene.artifact, List.of(signer)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void otherRefusalsAreNotAnsweredWithTheOlderForm() {
        PliableStore store = new PliableStore() {
            @Override
            public void attach(Manifest attachment) {
                throw new RejectedException(ReasonCode.HASH_MISMATCH, "came back changed");
            }
        };
        assertThatThrownBy(() -> new AttachmentWriter(store).attach(signatureOf(scene.ann)))
                .hasMessage("came back changed");
    }

    @Test
    void theSixtyFifthAttachmentIsNotWrittenSinceReadersWouldFail() {
        for (int i = 0; i < GraphLimits.MAX_ATTACHMENTS; i++) {
            scene.sign(TestKeys.seeded("signer " + i));
        }
        int before = scene.store.manifests.size();

        assertThatThrownBy(() -> scene.sign(scene.ann))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("has 64 attachments, readers examine at most 64");
        assertThat(scene.store.manifests).hasSize(before);

        scene.sign(TestKeys.seeded("signer 7")); // one that is there already
        assertThat(scene.attachments().found()).hasSize(64);
    }

    @Test
    void aCarrierListsAllKindsInOrderAndStandsUnderBothTags() {
        Manifest sbom = scene.writer.attach(
                new ArtifactBuilder(Scene.SBOM).subject(scene.artifact).layer(Scene.SBOM, Bytes.utf8("[]"), Map.of()));
        Manifest record = scene.record(Scene.NAME, 1, Scene.NOW.plusSeconds(9), scene.ann);
        scene.sign(scene.ann);

        ImageIndex carrier = write();

        assertThat(carrier.manifests())
                .extracting(entry -> entry.annotations().get("dev.bulla.kind"))
                .containsExactly("signature", "signature", "tag", "other");
        assertThat(carrier.manifests().get(2).pointsAtSameAs(record.descriptor()))
                .isTrue();
        assertThat(carrier.manifests().get(3).pointsAtSameAs(sbom.descriptor())).isTrue();
        assertThat(carrier.manifests().subList(0, 2))
                .extracting(Descriptor::digest)
                .isSorted();
        assertThat(scene.store.tags)
                .containsEntry(new Tag("1.4.0.signed"), carrier.digest())
                .containsEntry(byDigest, carrier.digest());
    }

    @Test
    void aCarrierIsFlatAndWithoutArtifactTypesSection38() {
        scene.sign(scene.ann);
        Manifest nested = Manifest.parse(
                Bytes.utf8("{\"manifests\":[],\"mediaType\":\"" + MediaType.OCI_INDEX
                        + "\",\"schemaVersion\":2,\"subject\":" + subjectJson() + "}"),
                Optional.empty());
        scene.store.attach(nested);

        ImageIndex carrier = write();

        assertThat(carrier.manifests()).extracting(Descriptor::mediaType).containsOnly(MediaType.OCI_MANIFEST);
        assertThat(carrier.manifests()).extracting(Descriptor::digest).doesNotContain(scene.artifact.digest());
        assertThat(carrier.raw().asUtf8().orElseThrow()).doesNotContain("artifactType");
    }

    @Test
    void aCarrierIsRebuiltFromTheListingAndKeepsWhatOnlyTheOldOneKnew() {
        Manifest first = scene.sign(scene.ann);
        write();
        scene.store.listsReferrers = false; // the registry lost its referrers
        Manifest second = scene.sign(scene.ben);
        scene.store.lies.add(second.descriptor());

        assertThat(digests(write())).containsExactlyInAnyOrder(first.digest(), second.digest());
    }

    @Test
    void writingACarrierAgainChangesNothing() {
        scene.sign(scene.ann);
        ImageIndex first = write();
        scene.store.beforeTag = () -> {
            throw new AssertionError("no tag is moved");
        };

        assertThat(write()).isEqualTo(first);
    }

    @Test
    void whatAnotherWriterAttachedMeanwhileIsInTheCarrierThatStandsAtTheEnd() {
        Manifest mine = scene.sign(scene.ann);
        Set<Digest> theirs = new HashSet<>();
        scene.store.beforeTag = () -> {
            if (theirs.isEmpty()) {
                theirs.add(scene.sign(scene.ben).digest());
            }
        };

        ImageIndex carrier = write();

        assertThat(digests(carrier)).contains(mine.digest()).containsAll(theirs).hasSize(2);
        assertThat(scene.store.tags).containsEntry(byDigest, carrier.digest());
    }

    @Test
    void aListingThatNeverSettlesIsAConflict() {
        int[] count = {0};
        scene.sign(scene.ann);
        scene.store.beforeTag = () -> {
            if (count[0]++ % 2 == 0) { // once a round, which moves two tags
                scene.sign(TestKeys.seeded("restless " + count[0]));
            }
        };

        assertThatThrownBy(this::write)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is changed by others faster than it can be written");
    }

    @Test
    void sixteenWritersAtOnceLeaveACarrierOfAllSixteen() {
        List<LocalSigner> signers = IntStream.range(0, 16)
                .mapToObj(i -> TestKeys.seeded("writer " + i))
                .toList();
        new Parallel(16).each(signers, signer -> {
            scene.sign(signer);
            write();
        });

        ImageIndex carrier = (ImageIndex) scene.store.manifest(byDigest).orElseThrow();
        assertThat(carrier.manifests()).hasSize(16);
        assertThat(scene.store.tags).containsEntry(new Tag("1.4.0.signed"), carrier.digest());
    }

    @Test
    void somebodysOwnArtifactUnderACarriersTagIsNotOverwritten() {
        scene.sign(scene.ann);
        Digest own = scene.artifact("called something.signed").digest();
        scene.store.tags.put(new Tag("1.4.0.signed"), own);

        assertThatThrownBy(this::write)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("which is no carrier; nothing was overwritten");
        assertThat(scene.store.tags).containsEntry(new Tag("1.4.0.signed"), own).doesNotContainKey(byDigest);
    }

    @Test
    void aTagTooLongForTheSuffixHasItsCarrierByDigestOnly() {
        assertThat(Carrier.tags(Optional.of(new Tag("t".repeat(121))), scene.artifact.digest()))
                .containsExactly(new Tag("t".repeat(121) + ".signed"), byDigest);
        assertThat(Carrier.tags(Optional.of(new Tag("t".repeat(122))), scene.artifact.digest()))
                .containsExactly(byDigest);
    }

    private ImageIndex write() {
        return scene.writer.writeCarrier(scene.artifact.digest(), Optional.of(Scene.TAG));
    }

    private String subjectJson() {
        return "{\"digest\":\"" + scene.artifact.digest() + "\",\"mediaType\":\"" + scene.artifact.mediaType()
                + "\",\"size\":" + scene.artifact.size() + "}";
    }

    private static List<Digest> digests(ImageIndex carrier) {
        return carrier.manifests().stream().map(Descriptor::digest).toList();
    }
}
