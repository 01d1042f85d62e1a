package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Judging detached signatures with keys in hand (trust.md section 9, oci-graph section 3.2). */
class LightVerificationTest {
    private static final Instant LATER = Scene.NOW.plus(Duration.ofDays(90));

    private final Scene scene = new Scene();

    @Test
    void twoSignersMeetTwoOfTwoWhetherTogetherOrApart() {
        scene.sign(scene.ann, scene.ben);
        assertThat(scene.verify(2).orThrow().signatures().verified())
                .containsOnlyKeys(scene.ann.keyId(), scene.ben.keyId());

        Scene apart = new Scene();
        apart.sign(apart.ann);
        apart.sign(apart.ben);
        assertThat(apart.verify(2).orThrow().signatures().distinctKeys()).isEqualTo(2);
    }

    @Attack("P17")
    @Test
    void oneSignerInManySignaturesIsOneOfTwo() {
        scene.sign(scene.ann);
        scene.sign(scene.ann, scene.ann);

        Reason reason = Scene.reason(scene.verify(2));

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.facts()).containsEntry("valid", 1L).containsEntry("threshold", 2L);
    }

    @Test
    void anArtifactOfWhichNothingSpeaksIsUnsignedWithTheHint() {
        Reason reason = Scene.reason(scene.verify(1));

        assertThat(reason.code()).isEqualTo(ReasonCode.UNSIGNED_REQUIRED);
        assertThat(reason.message()).isEqualTo(scene.artifact.digest() + " has no attachments");
        assertThat(reason.hints()).singleElement().asString().contains("bulla copy");
    }

    @Test
    void attachmentsThatVouchForNothingLeaveItUnsigned() {
        scene.writer.attach(
                new ArtifactBuilder(Scene.SBOM).subject(scene.artifact).layer(Scene.SBOM, Bytes.utf8("[]"), Map.of()));

        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.UNSIGNED_REQUIRED);
    }

    @Test
    void whereSomeProofExistsTheReasonIsTheThreshold() {
        scene.record(Scene.NAME, 1, LATER, scene.ann);

        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Test
    void aSignatureByAKeyThatWasNotGivenCountsForNothing() {
        scene.sign(TestKeys.seeded("eve"));

        assertThat(Scene.reason(scene.verify(1)).facts()).containsEntry("valid", 0L);
    }

    @Test
    void aSignatureUnderTheIdOfAnotherKeyIsReportedAndCountsForNothing() {
        LocalSigner eve = TestKeys.seeded("eve");
        scene.sign(scene.ben);
        scene.attach(
                scene.artifact,
                new DescriptorSignature(scene.artifact, List.of(Scene.misnamed(eve, scene.ann, scene.artifact))));

        assertThat(Scene.reason(scene.verify(2)).facts()).containsEntry("valid", 1L);
        LightResult result = scene.verify(1).orThrow();
        assertThat(result.signatures().verified()).containsOnlyKeys(scene.ben.keyId());
        assertThat(Scene.notes(result))
                .containsExactly("key " + scene.ann.keyId().brief() + ": signature does not verify");
    }

    @Test
    void swappedSignaturesVerifyUnderNeitherKey() {
        Bytes message = DescriptorSignature.message(scene.artifact);
        scene.attach(
                scene.artifact,
                new DescriptorSignature(
                        scene.artifact,
                        List.of(
                                KeyedSignature.of(scene.ann.keyId(), scene.ben.sign(message)),
                                KeyedSignature.of(scene.ben.keyId(), scene.ann.sign(message)))));

        assertThat(Scene.reason(scene.verify(1)).facts()).containsEntry("valid", 0L);
    }

    @Attack("O22")
    @Test
    void aBodyAboutAnotherDigestIsIgnoredAndReportedSection32() {
        Descriptor other = scene.artifact("another artifact").descriptor();
        Manifest stray = scene.sign(scene.artifact, other, scene.ann);
        scene.sign(scene.ben);

        LightResult result = scene.verify(1).orThrow();

        assertThat(result.signatures().verified()).containsOnlyKeys(scene.ben.keyId());
        assertThat(Scene.notes(result))
                .containsExactly("ignored: " + stray.digest() + " signs " + other.digest()
                        + ", which is neither the artifact nor a record of it");
        assertThat(Scene.reason(scene.verify(2)).code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Attack("O22")
    @Test
    void aBodyAboutTheSameDigestUnderAnotherTypeOrSizeIsIgnored() {
        scene.sign(
                scene.artifact,
                Descriptor.of(MediaType.OCI_INDEX, scene.artifact.digest(), scene.artifact.size()),
                scene.ann);
        scene.sign(
                scene.artifact,
                Descriptor.of(scene.artifact.mediaType(), scene.artifact.digest(), scene.artifact.size() + 1),
                scene.ann);

        assertThat(Scene.reason(scene.verify(1)).facts()).containsEntry("valid", 0L);
    }

    @Attack("O22")
    @Test
    void aSignatureAttachedToAnotherTypeOrSizeOfTheDigestCountsForNothing() {
        DescriptorSignature body = DescriptorSignature.sign(scene.artifact, List.of(scene.ann));
        Descriptor artifact = scene.artifact;
        scene.attach(Descriptor.of(artifact.mediaType(), artifact.digest(), artifact.size() + 1), body);
        scene.attach(Descriptor.of(Scene.SBOM, artifact.digest(), artifact.size()), body);

        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Attack("O22")
    @Test
    void aSignatureMovedToAnotherSubjectProvesNothingThere() {
        Descriptor other = scene.artifact("another artifact").descriptor();
        DescriptorSignature body = DescriptorSignature.sign(other, List.of(scene.ann));
        scene.attach(scene.artifact, body);

        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Test
    void aRecordBindsTheNameAndItsHighestVersionCounts() {
        scene.sign(scene.ann);
        scene.record(Scene.NAME, 9, LATER, scene.ann);
        scene.record(Scene.NAME, 10, LATER.plusSeconds(1), scene.ann);

        LightResult result = scene.verify(1).orThrow();

        assertThat(result.binding()).map(TagRecord::version).contains(10L);
        assertThat(result.otherNames()).isEmpty();
    }

    @Test
    void theHighestVersionCountsEvenWhenItExpiredBeforeALowerOne() {
        scene.sign(scene.ann);
        scene.record(Scene.NAME, 1, LATER, scene.ann);
        scene.record(Scene.NAME, 2, Scene.NOW.minusSeconds(1), scene.ann);

        Reason reason = Scene.reason(scene.verify(1));

        assertThat(reason.code()).isEqualTo(ReasonCode.EXPIRED);
        assertThat(reason.message()).contains("v2 expired at 2026-11-21T11:59:59Z");
    }

    @Test
    void aRecordHoldsUntilJustBeforeItsExpiry() {
        scene.sign(scene.ann);
        scene.record(Scene.NAME, 1, Scene.NOW.plusSeconds(1), scene.ann);
        assertThat(scene.verify(1).orThrow().binding()).isPresent();

        LightRule atExpiry = new LightRule(scene.quorum(1), Optional.of(Scene.NAME), false, Scene.NOW.plusSeconds(1));
        assertThat(Scene.reason(scene.verify(atExpiry)).code()).isEqualTo(ReasonCode.EXPIRED);
    }

    @Test
    void aRecordThatTooFewKeysSignedNeitherBindsNorExpiresAnything() {
        scene.sign(scene.ann, scene.ben);
        scene.record(Scene.NAME, 3, Scene.NOW.minusSeconds(1), scene.ann);

        assertThat(scene.verify(2).orThrow().binding()).isEmpty();
        assertThat(Scene.reason(scene.verify(scene.rule(2, true))).code()).isEqualTo(ReasonCode.NOT_A_TARGET);
    }

    @Test
    void twoSignersMaySignOneRecordApart() {
        scene.sign(scene.ann, scene.ben);
        Manifest record = scene.record(Scene.NAME, 3, LATER, scene.ann);
        scene.sign(scene.artifact, record.descriptor(), scene.ben);

        assertThat(scene.verify(scene.rule(2, true)).orThrow().binding()).isPresent();
    }

    @Test
    void aRecordOfAnotherNameDecidesNothingAndIsTold() {
        scene.sign(scene.ann);
        scene.record("example.com/acme/shop:1.3.0", 1, LATER, scene.ann);

        LightResult result = scene.verify(1).orThrow();

        assertThat(result.binding()).isEmpty();
        assertThat(result.otherNames()).containsExactly("example.com/acme/shop:1.3.0");
        assertThat(Scene.reason(scene.verify(scene.rule(1, true))).code()).isEqualTo(ReasonCode.NOT_A_TARGET);
    }

    @Attack("O22")
    @Test
    void aSignatureOverTheRecordOfAnotherArtifactBindsNothingHere() {
        Descriptor other = scene.artifact("another artifact").descriptor();
        TagRecord record = new TagRecord(other, Scene.NAME, 5, Instant.EPOCH, LATER);
        Manifest foreign = scene.writer.attach(record.builder());
        scene.sign(scene.artifact, foreign.descriptor(), scene.ann);
        scene.sign(scene.ann);
        scene.store.lies.add(foreign.descriptor());

        assertThat(scene.verify(1).orThrow().binding()).isEmpty();
    }

    @Test
    void countersignaturesAreListedApartAndDoNotCount() {
        Manifest signature = scene.sign(scene.ann);
        scene.sign(signature.descriptor(), signature.descriptor(), scene.ben);

        assertThat(Scene.reason(scene.verify(2)).facts()).containsEntry("valid", 1L);
        assertThat(Countersignature.of(scene.store, (ImageManifest) signature, scene.quorum(1)))
                .containsExactly(new Countersignature(signature.digest(), scene.ben.keyId()));
    }

    @Test
    void moreSignaturesUnderWantedIdsThanAreCheckedExceedTheLimit() {
        KeyId id = scene.ann.keyId();
        for (int i = 0; i < 2; i++) {
            Bytes junk = Bytes.utf8("junk " + i);
            scene.attach(
                    scene.artifact,
                    new DescriptorSignature(scene.artifact, Collections.nCopies(100, KeyedSignature.of(id, junk))));
        }

        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }
}
