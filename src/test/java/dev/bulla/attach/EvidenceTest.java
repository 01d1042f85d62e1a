package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.BundleChain;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence manifests: oci-graph sections 3.6 and 9, intoto.md 11.2. */
class EvidenceTest {
    private static final String BUNDLE = "c7e92bd51f059d60b15ad456edf194648997d739f60799b37e08edafd88a81b5";
    private static final String NAME = "example.com/acme/helloworld:0.1.1";
    private static final EvidencePaths PATHS = EvidencePaths.of(NAME);

    private final Scene scene = new Scene();
    private final BundleChain chain = BundleChain.making(BUNDLE);

    @Test
    void theSampleIsWhatTheGoldenKeySigns() throws IOException {
        LocalSigner golden = TestKeys.golden();
        Descriptor bundle = Descriptor.of(
                MediaType.OCI_INDEX,
                Digest.parse("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268")
                        .orElseThrow(),
                929);
        List<EvidenceDocument> documents = documents(chain.by(golden, golden, golden));
        EvidenceAddress below =
                new EvidenceAddress(List.of(new Parent("vendor", golden.keyId())), "tag", golden.keyId());
        documents.add(EvidenceDocument.of(EvidenceUse.STEP, EvidenceTypes.LINK, chain.tagLink())
                .at(below)
                .named(PATHS.link(BUNDLE, below)));
        Bytes raw = Evidence.builders(bundle, Optional.of(NAME), documents)
                .getFirst()
                .build()
                .raw();

        assertThat(raw.asUtf8()).contains(Files.readString(Path.of("artifact-types", "evidence.sample.json")));
    }

    private static List<EvidenceDocument> documents(BundleChain chain) {
        List<EvidenceDocument> documents = new ArrayList<>();
        documents.add(EvidenceFiles.layout(chain.layout()).named(PATHS.layout("root.layout")));
        for (EvidenceDocument link : EvidenceFiles.step(chain.tagLink(), Optional.of(chain.tagFile()), List.of())) {
            documents.add(link.named(PATHS.link(BUNDLE, link.address().orElseThrow())));
        }
        for (EvidenceDocument link : EvidenceFiles.step(chain.packageLink(), Optional.empty(), List.of())) {
            documents.add(link.named(PATHS.link(BUNDLE, link.address().orElseThrow())));
        }
        documents.add(EvidenceFiles.key(chain.ownerKey()).named(PATHS.key("owner.pub")));
        return documents;
    }

    private Evidence attach(List<EvidenceDocument> documents) {
        Evidence.builders(scene.artifact, Optional.of(Scene.NAME), documents).forEach(scene.writer::attach);
        return Evidence.of(scene.store, scene.attachments());
    }

    @Test
    void whatIsAttachedIsFoundByAddressAndByUse() {
        Evidence evidence = attach(documents(chain));

        EvidenceAddress address = new EvidenceAddress(List.of(), "package", BundleChain.BOB.keyId());
        assertThat(evidence.at(address)).singleElement().satisfies(layer -> {
            assertThat(evidence.content(layer)).isEqualTo(chain.packageLink());
            assertThat(layer.blob().mediaType()).isEqualTo(EvidenceTypes.DSSE);
            assertThat(layer.fileName())
                    .contains("example.com/acme/helloworld/in-toto-metadata/" + BUNDLE + "/" + chain.packageFile());
        });
        assertThat(evidence.of(EvidenceUse.LAYOUT))
                .singleElement()
                .satisfies(layer -> assertThat(evidence.content(layer)).isEqualTo(chain.layout()));
        assertThat(evidence.of(EvidenceUse.KEY))
                .singleElement()
                .satisfies(layer -> assertThat(evidence.content(layer)).isEqualTo(chain.ownerKey()));
        assertThat(scene.attachments().of(Kind.EVIDENCE)).hasSize(1);
    }

    @Test
    void theSameDocumentsInAnyOrderMakeTheSameManifest() {
        List<EvidenceDocument> backwards = new ArrayList<>(documents(chain));
        Collections.reverse(backwards);
        backwards.addAll(documents(chain));

        assertThat(built(backwards)).isEqualTo(built(documents(chain)));
    }

    private List<Bytes> built(List<EvidenceDocument> documents) {
        return Evidence.builders(scene.artifact, Optional.empty(), documents).stream()
                .map(builder -> builder.build().raw())
                .toList();
    }

    @Test
    void theCarrierListsEvidenceAfterSignatures() {
        attach(documents(chain));
        scene.sign(scene.ann);

        assertThat(scene.writer
                        .writeCarrier(scene.artifact.digest(), Optional.of(Scene.TAG))
                        .manifests())
                .extracting(entry -> entry.annotations().get(Annotations.KIND))
                .containsExactly("signature", "intoto");
    }

    @Test
    void addressesBelowSublayoutsKeepEveryStepAndWholeKeyIds() {
        List<Parent> parents = List.of(
                new Parent("vendor.parts", new KeyId("aabbccdd00112233")), new Parent("inner", new KeyId("ff00")));
        Evidence evidence = attach(EvidenceFiles.step(chain.tagLink(), Optional.empty(), parents));

        assertThat(evidence.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.address()).contains(new EvidenceAddress(parents, "tag", BundleChain.ALICE.keyId()));
            assertThat(layer.blob().annotations())
                    .containsEntry(Annotations.PARENT, "vendor.parts.aabbccdd00112233/inner.ff00");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "step.ff00/, tag",
        "noKey, tag",
        ".ff00, tag",
        "a.1/a.1/a.1/a.1/a.1/a.1/a.1/a.1/a.1/a.1, tag",
        "a.ff, ''"
    })
    void hintsThatHaveNotTheirFormAreNoHints(String parent, String step) {
        Descriptor blob = Descriptor.of(EvidenceTypes.LINK, chain.tagLink())
                .withAnnotations(Map.of(
                        Annotations.STEP, step,
                        Annotations.STEP_KEY, "ff00",
                        Annotations.PARENT, parent));

        assertThat(new EvidenceLayer(scene.artifact.digest(), blob).address()).isEmpty();
    }

    @Test
    void aDocumentThatTwoSignedIsALayerForEachUnlessItsFileNameChooses() {
        Bytes both = BundleChain.signedAs("tag", "aaaaaaaa01", "bbbbbbbb02");

        assertThat(EvidenceFiles.step(both, Optional.empty(), List.of()))
                .extracting(document -> document.address().orElseThrow().keyId().value())
                .containsExactly("aaaaaaaa01", "bbbbbbbb02");
        assertThat(EvidenceFiles.step(both, Optional.of("tag.bbbbbbbb.link"), List.of()))
                .extracting(document -> document.address().orElseThrow().keyId().value())
                .containsExactly("bbbbbbbb02");
    }

    @Test
    void eightDigitsThatTwoSignersShareAreRefusedWithAdvice() {
        Bytes both = BundleChain.signedAs("tag", "aaaaaaaa01", "aaaaaaaa02");

        assertThatThrownBy(() -> EvidenceFiles.step(both, Optional.of("tag.aaaaaaaa.link"), List.of()))
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.reason().code()).isEqualTo(ReasonCode.AMBIGUOUS);
                    assertThat(e.reason().hints()).singleElement().asString().contains("whole id is kept");
                });
    }

    @ParameterizedTest
    @CsvSource({"tag.cccccccc.link", "other.aaaaaaaa.link"})
    void aFileNameThatContradictsTheDocumentIsRefused(String fileName) {
        Bytes link = BundleChain.signedAs("tag", "aaaaaaaa01");

        assertThatThrownBy(() -> EvidenceFiles.step(link, Optional.of(fileName), List.of()))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void statementsAreTypedByTheirPredicate() {
        assertThat(EvidenceFiles.statement(BundleChain.statement("https://slsa.dev/provenance/v1"))
                        .mediaType())
                .hasToString("application/vnd.in-toto.provenance+dsse");
        assertThat(EvidenceFiles.statement(BundleChain.statement("weird type!/v1"))
                        .mediaType())
                .hasToString("application/vnd.in-toto.statement+dsse");
    }

    @Test
    void whatIsGivenAsSomethingElseIsRefused() {
        assertThatThrownBy(() -> EvidenceFiles.layout(chain.tagLink())).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> EvidenceFiles.statement(chain.packageLink())).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> EvidenceFiles.step(chain.layout(), Optional.empty(), List.of()))
                .hasMessageContaining("STEP.KEYID8.link");
        assertThatThrownBy(() -> EvidenceFiles.key(Bytes.utf8("-----BEGIN PRIVATE KEY-----")))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void moreDocumentsThanAManifestHoldsMakeTwoAndAManifestWithMoreIsRefused() {
        List<EvidenceDocument> many = new ArrayList<>();
        ArtifactBuilder overfull = new ArtifactBuilder(Kind.EVIDENCE.artifactType()).subject(scene.artifact);
        for (int i = 0; i <= Evidence.MAX_LAYERS; i++) {
            many.add(EvidenceDocument.of(EvidenceUse.KEY, EvidenceTypes.PEM, Bytes.utf8("key " + i)));
            overfull.layer(EvidenceTypes.PEM, Bytes.utf8("key " + i), Map.of());
        }
        assertThat(Evidence.builders(scene.artifact, Optional.empty(), many))
                .extracting(builder -> builder.build().layers().size())
                .containsExactly(Evidence.MAX_LAYERS, 1);

        scene.writer.attach(overfull);

        assertThatThrownBy(() -> Evidence.of(scene.store, scene.attachments()))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
    }

    @Test
    void aDocumentThatIsTooLongIsNeitherWrittenNorRead() {
        Bytes tooLong = Bytes.adopt(new byte[Evidence.MAX_DOCUMENT + 1]);
        List<EvidenceDocument> one = List.of(EvidenceDocument.of(EvidenceUse.KEY, EvidenceTypes.PEM, tooLong));
        assertThatThrownBy(() -> Evidence.builders(scene.artifact, Optional.empty(), one))
                .isInstanceOf(RejectedException.class);

        scene.writer.attach(new ArtifactBuilder(Kind.EVIDENCE.artifactType())
                .subject(scene.artifact)
                .layer(EvidenceTypes.PEM, tooLong, Map.of()));
        Evidence evidence = Evidence.of(scene.store, scene.attachments());

        assertThatThrownBy(() -> evidence.content(evidence.layers().getFirst())).isInstanceOf(RejectedException.class);
    }
}
