package dev.bulla.intoto.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.KeyIds;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.outcome.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what the verifier accepts (intoto.md sections 5.1, 5.3 and 5.5). */
class DocumentWriterTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final LocalSigner BEN = TestKeys.seeded(KeyKind.ECDSA_P256, "ben");
    private static final LocalSigner EVE = TestKeys.seeded(KeyKind.ECDSA_P384, "eve");

    private static InTotoLayout layout() {
        Map<KeyId, PublicKey> eve = Map.of(EVE.keyId(), EVE.publicKey());
        return LayoutTemplate.chain(
                List.of("build"),
                new LayoutTemplate.Parties(Map.of("", eve), Map.of()),
                AT.plusSeconds(60),
                "what \"it\" is\nfor");
    }

    private static Artifacts artifacts(String name, String hash) {
        return new Artifacts(new TreeMap<>(Map.of(name, Map.of("sha256", hash))));
    }

    private static Link link() {
        Link bare = Link.of("build", Artifacts.none(), artifacts("out", "aa"));
        Json.Obj byproducts = Json.Obj.empty()
                .with("return-value", Json.whole(0))
                .with("stdout", Json.text("line\n\u0001\t\"quoted\" \\ \u2028 \ud83d\ude00\n"));
        return new Link("build", bare.materials(), bare.products(), List.of("make", ""), byproducts, Json.Obj.empty());
    }

    private static LayoutVerdict verify(Bytes layout, Bytes link, LocalSigner... owners) {
        EvidenceSource source = address -> Optional.of(new EvidenceSource.Stored("only", link));
        List<OwnerKey> keys = List.of(owners).stream()
                .map(each -> OwnerKey.of(each.publicKey()))
                .toList();
        return LayoutVerifier.verify(VerificationRequest.of(layout, keys, source, AT));
    }

    @ParameterizedTest
    @EnumSource(
            value = Envelope.class,
            names = {"DSSE", "METABLOCK"})
    void layoutsAndLinksInEitherEnvelopeAreAccepted(Envelope envelope) {
        Bytes layout = DocumentWriter.write(layout().toJson(), envelope, KnownSigner.underAllIds(ANN));
        Bytes link = DocumentWriter.write(link().toJson(), envelope, List.of(EVE));

        assertThat(verify(layout, link, ANN)).isInstanceOf(LayoutVerdict.Accepted.class);
        assertThat(verify(layout, link, BEN)).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(UnverifiedDocument.read(link).link()).isEqualTo(link());
        assertThat(UnverifiedDocument.read(layout).layout()).isEqualTo(layout());
        assertThat(UnverifiedDocument.read(layout).isDsse()).isEqualTo(envelope == Envelope.DSSE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Envelope.class,
            names = {"DSSE", "METABLOCK"})
    void ownersSignOneAfterAnotherAndTheSignedValueStaysAsItIs(Envelope envelope) {
        Bytes first = DocumentWriter.write(layout().toJson(), envelope, KnownSigner.underAllIds(ANN));
        Bytes both = DocumentWriter.add(first, KnownSigner.underAllIds(BEN));
        Bytes again = DocumentWriter.add(both, KnownSigner.underAllIds(ANN));
        Bytes link = DocumentWriter.write(link().toJson(), envelope, List.of(EVE));

        assertThat(verify(first, link, ANN, BEN)).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(verify(both, link, ANN, BEN)).isInstanceOf(LayoutVerdict.Accepted.class);
        assertThat(verify(again, link, ANN, BEN)).isInstanceOf(LayoutVerdict.Accepted.class);
        assertThat(UnverifiedDocument.read(both).message())
                .isEqualTo(UnverifiedDocument.read(first).message());
        assertThat(UnverifiedDocument.read(again).claimedSigners())
                .containsExactlyInAnyOrder(
                        ANN.keyId(), KeyIds.old(ANN.publicKey()), BEN.keyId(), KeyIds.old(BEN.publicKey()));
    }

    @Test
    void whatIsNoSignedDocumentGetsNoFurtherSignature() {
        assertThatThrownBy(() -> DocumentWriter.add(Bytes.utf8("{\"signed\":{}}"), List.of(ANN)))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> UnverifiedDocument.read(
                                DocumentWriter.write(link().toJson(), Envelope.DSSE, List.of(ANN)))
                        .layout())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no layout but a 'link'");
    }

    @Test
    void aStatementOfALinkStandsAsTheLinkWhereThePolicyAcceptsStatements() {
        Bytes layout = DocumentWriter.write(layout().toJson(), Envelope.DSSE, List.of(ANN));
        Bytes statement = StatementWriter.sign(StatementWriter.ofLink(link()), List.of(EVE));
        VerificationRequest request = VerificationRequest.of(
                layout,
                List.of(OwnerKey.of(ANN.publicKey())),
                address -> Optional.of(new EvidenceSource.Stored("only", statement)),
                AT);

        assertThat(LayoutVerifier.verify(request)).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(LayoutVerifier.verify(
                        request.with(VerificationRequest.Options.strict().acceptingStatements())))
                .isInstanceOf(LayoutVerdict.Accepted.class);
    }

    /** Key files made by securesystemslib 0.26, with the ids it gave them. */
    @Test
    void section5_1theOldIdsAreThoseOfInToto1() {
        String ed25519 = "2af34a151bdccaffcbf64cd2705de982410f428661d4f9744410b9369233e1be";
        String ecdsa = """
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYFUyEZZJHf+nXZQqWtcnSp8TIvSx
                oHXJPnR2WaHRO8/JxU1IGYIkVv9PEpK12C1c+zNHFRNc3MiogD68zZE6tw==
                """.strip();
        String rsa = """
                MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEArNIZlPn1DovIEt/mdtwo
                at6oiViS5CgaX8SUahOrrsYhCW6W7gd1F47z71wZnV8jcP2VrbOl7gge8H6ACMdr
                Tm056rrUKOpsFUwOQ7yxl3/8piabXqRnp2SyhVQIuwD7TzpJ3vwqgSxVg+Q45bdM
                1IFtJ2P0mlIdTyoSAkpvO/Y4n2Ruoy9QAzQ3luCoRuN8Pjq8vXiSA1SoKMhdM/uz
                p+JBayKwTgO0dT3abQgqsSxh6IYItPaawQ8PvCLGlTfUnNJmkuyvBC+oX6roGyBt
                o3p7JxVdXEm1vH+DxSwNSVeciR6+h5jPr8KzcipfMsEZMTpvynlnYCvr0gUO1NfU
                V1ncz453OpaEZwUNusMIQ4TOsDl9zLwL6iH8xvI8BSySNAoWus4L9yYLxeWquXVA
                GFXx1aDx+S8B3dIodAEzAyW5H7iCTGtRJn1cgZXexZvVrotr01ZxFea6IufIpi2R
                zE1yewvWgS/kL9NCXf1D+/ju59I8/VTxtAegpc6PI+z1AgMBAAE=
                """.strip();

        assertThat(KeyIds.old(key("ed25519", "ed25519", ed25519)).value())
                .isEqualTo("3f285d838ceef319a7674a5cda302977243575f4b8fc26df9cdfdcbed2b2721a");
        assertThat(KeyIds.old(key("ecdsa", "ecdsa-sha2-nistp256", pem(ecdsa))).value())
                .isEqualTo("81c971acc4b4332dce73422d603445744d86bdc3eba7148dc273b0384ad67c67");
        assertThat(KeyIds.old(key("rsa", "rsassa-pss-sha256", pem(rsa))).value())
                .isEqualTo("bd0ffa19d10b903ebdaadef99af6cc09b603fac83f6d2546661ff76142db62a7");
        assertThat(Set.of(KeyIds.old(ANN.publicKey()))).doesNotContain(KeyIds.current(ANN.publicKey()));
    }

    private static String pem(String body) {
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    private static PublicKey key(String type, String scheme, String value) {
        Json.Obj object = Json.Obj.empty()
                .with("keytype", Json.text(type))
                .with("scheme", Json.text(scheme))
                .with("keyval", Json.Obj.empty().with("public", Json.text(value)));
        return PublicKeys.read(Fields.of(object, ""));
    }
}
