package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cross-checks of cnab.md section 8, each by an attack that only it stops. */
class RepresentationCheckTest {
    private final SampleBundle sample = new SampleBundle();

    @Test
    void anHonestBundlePassesEveryCheckInOrder() {
        Representation whole = RepresentationCheck.examineDeep(sample.trusted(), sample.stored(), sample.store);

        assertThat(whole.orThrow()).isEqualTo(sample.bundle);
        assertThat(whole.checks()).allMatch(check -> check.result() == Check.Result.OK);
        assertThat(whole.checks())
                .extracting(Check::name)
                .containsExactly(
                        "cnab.8.1",
                        "cnab.8.2",
                        "cnab.3",
                        "cnab.8.3",
                        "cnab.8.4",
                        "cnab.8.5",
                        "cnab.8.6",
                        "cnab.8.7",
                        "cnab.8.9",
                        "cnab.8.10");
    }

    @ParameterizedTest
    @EnumSource
    void section8_8_theChecksHoldForEveryTierAndForm(ConfigTier tier) {
        for (IndexForm form : IndexForm.values()) {
            ThinBundle thin = ThinBundle.of(sample.bundle, tier, form).orThrow();
            Representation found = RepresentationCheck.examine(sample.trusted(), StoredBundle.of(thin));

            assertThat(found.refusal()).isEmpty();
            assertThat(found.checks().stream().anyMatch(check -> check.name().equals("cnab.8.8")))
                    .isEqualTo(form == IndexForm.MANIFEST_LIST);
        }
    }

    @Test
    void section8_1_otherBytesThanTheTrustedOnesAreRefused() {
        Bytes other = Bytes.utf8(sample.bundle.raw().asUtf8().orElseThrow().replace("A shop", "B shop"));
        int length = other.length();

        assertRefused(examine(TrustedBundle.ofBytes(other)), "cnab.8.1", ReasonCode.HASH_MISMATCH);
        assertRefused(
                examine(TrustedBundle.ofTarget(length + 1L, List.of(sample.bundle.digest()))),
                "cnab.8.1",
                ReasonCode.HASH_MISMATCH);
        assertRefused(examine(TrustedBundle.ofTarget(length, List.of())), "cnab.8.1", ReasonCode.UNKNOWN_HASH);
        Digest wrong512 = Digest.of(HashFunction.SHA512, other);
        assertRefused(
                examine(TrustedBundle.ofTarget(length, List.of(sample.bundle.digest(), wrong512))),
                "cnab.8.1",
                ReasonCode.HASH_MISMATCH);
        Digest right512 = Digest.of(HashFunction.SHA512, sample.bundle.raw());
        assertThat(examine(TrustedBundle.ofTarget(length, List.of(right512))).refusal())
                .isEmpty();
    }

    @Attack("P8")
    @Test
    void section13_15_aConfigBlobExchangedBehindTheSameManifestIsRefused() {
        Bytes other = Bytes.utf8("{}");
        StoredBundle exchanged = new StoredBundle(sample.stored().index(), sample.thin.configManifest(), other);

        assertRefused(
                RepresentationCheck.examine(TrustedBundle.ofBytes(other), exchanged),
                "cnab.8.2",
                ReasonCode.REPRESENTATION);

        sample.store.blobs().put(sample.bundle.digest(), other);
        assertThat(Examples.refusal(StoredBundle.fetch(sample.store, sample.thin.index()))
                        .code())
                .isEqualTo(ReasonCode.HASH_MISMATCH);
        sample.store.blobs().put(sample.bundle.digest(), sample.bundle.raw().concat(Bytes.utf8(" ")));
        assertThat(Examples.refusal(StoredBundle.fetch(sample.store, sample.thin.index()))
                        .message())
                .contains("has more than");
        sample.store.blobs().clear();
        assertThat(Examples.refusal(StoredBundle.fetch(sample.store, sample.thin.index()))
                        .code())
                .isEqualTo(ReasonCode.INCOMPLETE);
        sample.store.manifests().clear();
        assertThat(Examples.refusal(StoredBundle.fetch(sample.store, sample.thin.index()))
                        .code())
                .isEqualTo(ReasonCode.INCOMPLETE);
    }

    @Test
    void section8_2_aConfigManifestWithAnotherLayerOrTypeIsRefused() {
        Descriptor config = sample.thin.configBlob();
        String manifest = sample.thin.configManifest().raw().asUtf8().orElseThrow();
        String layer = "[{\"mediaType\":\"" + config.mediaType() + "\",\"digest\":\"" + sample.api.digest()
                + "\",\"size\":" + sample.api.raw().length() + "}]";

        assertRefused(withConfig(manifest.replace("null", layer)), "cnab.8.2", ReasonCode.REPRESENTATION);
        assertRefused(
                withConfig(manifest.replace("vnd.cnab.config", "vnd.other.config")),
                "cnab.8.2",
                ReasonCode.REPRESENTATION);
        String spec201 = manifest.replace("vnd.cnab.config", "vnd.cnab.bundle.config");
        assertThat(withConfig(spec201).refusal()).isEmpty();
        assertThat(withConfig(manifest.replace("null", "[]")).refusal()).isEmpty();
        assertRefused(
                RepresentationCheck.examine(
                        sample.trusted(),
                        new StoredBundle(sample.stored().index(), (ImageManifest) sample.api, sample.bundle.raw())),
                "cnab.8.2",
                ReasonCode.REPRESENTATION);
    }

    @Attack({"T22", "S8"})
    @Test
    void section13_18_imagesWithoutDigestsAreRefusedAlthoughTheIndexIsWellFormed() {
        Bytes raw = Bytes.utf8(BundleTest.bundle("{\"image\":\"a:1\"}", ""));
        Bytes config = ConfigTier.CNAB.write(raw);
        Descriptor child = Descriptor.of(MediaType.OCI_MANIFEST, config);
        Bytes index = IndexWriter.write(Examples.bundle(raw), List.of(), child, IndexForm.OCI_INDEX);
        StoredBundle stored = new StoredBundle(
                BundleIndex.of((ImageIndex) Manifest.parse(index, Optional.empty())),
                (ImageManifest) Manifest.parse(config, Optional.empty()),
                raw);

        assertRefused(
                RepresentationCheck.examine(TrustedBundle.ofBytes(raw), stored), "cnab.3", ReasonCode.UNDIGESTED_IMAGE);
    }

    @Attack("T24")
    @Test
    void section8_6_spoofedAnnotationsAreAFindingAndNeverTheTitle() {
        Manifest forged = sample.indexWith("title\":\"shop\"", "title\":\"bank\\u001b[31m\"");

        Representation found = fetch(forged, sample.trusted(), false);

        assertThat(found.orThrow().name()).isEqualTo("shop");
        assertThat(found.checks())
                .filteredOn(check -> check.name().equals("cnab.8.6"))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.result()).isEqualTo(Check.Result.NOTE);
                    assertThat(note.detail()).contains("'bank?[31m'").contains("'shop'");
                });
    }

    @Test
    void section8_7_anIndexOtherThanTheSignedOneIsRefusedUnlessPolicyAllowsIt() {
        Manifest rewritten = sample.indexWith("title\":\"shop\"", "title\":\"Shop\"");
        TrustedBundle bound = sample.trusted().withIndex(sample.thin.index().descriptor());

        assertThat(fetch(sample.thin.index(), bound, false).refusal()).isEmpty();
        assertRefused(fetch(rewritten, bound, false), "cnab.8.7", ReasonCode.REPRESENTATION);
        assertThat(fetch(rewritten, bound.allowingReindex(), false).checks())
                .anyMatch(check -> check.name().equals("cnab.8.7") && check.result() == Check.Result.NOTE);
        TrustedBundle indexOnly = TrustedBundle.ofIndex(sample.thin.index().descriptor());
        assertThat(fetch(sample.thin.index(), indexOnly, true).refusal()).isEmpty();
        assertRefused(fetch(rewritten, indexOnly, false), "cnab.8.7", ReasonCode.REPRESENTATION);
    }

    @Test
    void section8_10_deepModeHashesEveryBlobAndMissesNone() {
        Digest layer = ((ImageManifest) sample.api).layers().get(0).digest();
        Bytes honest = sample.store.blobs().get(layer);
        sample.store.blobs().put(layer, Bytes.utf8("other"));

        assertThat(fetch(sample.thin.index(), sample.trusted(), false).refusal())
                .isEmpty();
        assertRefused(fetch(sample.thin.index(), sample.trusted(), true), "cnab.8.10", ReasonCode.HASH_MISMATCH);
        sample.store.blobs().remove(layer);
        assertRefused(fetch(sample.thin.index(), sample.trusted(), true), "cnab.8.10", ReasonCode.INCOMPLETE);
        sample.store.blobs().put(layer, honest);
        sample.store
                .manifests()
                .remove(((ImageIndex) sample.web).manifests().get(1).digest());
        Reason reason =
                assertRefused(fetch(sample.thin.index(), sample.trusted(), true), "cnab.8.10", ReasonCode.INCOMPLETE);
        assertThat(reason.facts()).containsEntry("component", "component 'web'");
    }

    private Representation withConfig(String configManifest) {
        Manifest config = Manifest.parse(Bytes.utf8(configManifest), Optional.of(MediaType.OCI_MANIFEST));
        Bytes index = IndexWriter.write(sample.bundle, sample.thin.images(), config.descriptor(), IndexForm.OCI_INDEX);
        sample.store.pushManifest(config);
        return fetch(Manifest.parse(index, Optional.of(MediaType.OCI_INDEX)), sample.trusted(), false);
    }

    private Representation examine(TrustedBundle trusted) {
        return RepresentationCheck.examine(trusted, sample.stored());
    }

    private Representation fetch(Manifest index, TrustedBundle trusted, boolean deep) {
        return RepresentationCheck.fetchAndExamine(trusted, (ImageIndex) index, sample.store, deep);
    }

    private static Reason assertRefused(Representation found, String check, ReasonCode code) {
        Reason reason = found.refusal().orElseThrow();
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        Check last = found.checks().get(found.checks().size() - 1);
        assertThat(last.name()).isEqualTo(check);
        assertThat(last.result()).isEqualTo(Check.Result.FAILED);
        if (code == ReasonCode.REPRESENTATION) {
            assertThat(reason.facts()).containsEntry("check", check);
        }
        return reason;
    }
}
