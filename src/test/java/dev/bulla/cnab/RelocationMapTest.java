package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Place;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelocationMapTest {
    private static final String DIGEST = "sha256:a59a4e74d9cc89e4e75dfb2cc7ea5c108e4236ba6231b53081a9e2506d1197b6";
    private static final Bundle E1 = Examples.bundle(Examples.E1);

    @Test
    void section9_theMapIsComputedFromContentDigestsAndWrittenCanonically() {
        RelocationMap map = RelocationMap.derive(E1, new Place.RegistryPlace("localhost:5000", "thin-bundle"))
                .orThrow();

        assertThat(map.toBytes().asUtf8())
                .contains("{\"cnab/helloworld:0.1.1\":\"localhost:5000/thin-bundle@" + DIGEST + "\"}");
        assertThat(RelocationMap.read(map.toBytes()).orThrow()).isEqualTo(map);
        assertThat(map.checkedAgainst(E1).orThrow()).isEqualTo(map);
        assertThat(RelocationMap.FILE_NAMES).containsExactly("relocation-mapping.json", "relocation-map.json");
    }

    @Test
    void section13_10_differentSpellingsOfOneReferenceStaySeparateKeys() {
        String digest = "sha256:" + "1".repeat(64);
        Bundle bundle = Examples.bundle(BundleTest.bundle(
                BundleTest.image("ubuntu", digest), "\"x\":" + BundleTest.image("library/ubuntu", digest)));

        RelocationMap map = RelocationMap.derive(bundle, new Place.RegistryPlace("docker.io", "acme/b"))
                .orThrow();

        assertThat(map.entries()).containsOnlyKeys("ubuntu", "library/ubuntu");
        assertThat(map.entries().values()).containsOnly("docker.io/acme/b@" + digest);
    }

    @Test
    void section13_10_oneReferenceWithTwoDigestsIsRefused() {
        Bundle torn = Examples.bundle(BundleTest.bundle(
                BundleTest.image("a", "sha256:" + "1".repeat(64)),
                "\"x\":" + BundleTest.image("a", "sha256:" + "2".repeat(64))));

        assertThat(Examples.refusal(RelocationMap.derive(torn, new Place.RegistryPlace("h:1", "r")))
                        .code())
                .isEqualTo(ReasonCode.AMBIGUOUS);
    }

    @Attack("P8")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"cnab/helloworld:0.1.1\":\"r/x\"}",
                "{\"cnab/helloworld:0.1.1\":\"r/x:0.1.1\"}",
                "{\"cnab/helloworld:0.1.1\":\"r/x@sha256:"
                        + "0000000000000000000000000000000000000000000000000000000000000000\"}",
                "{\"cnab/helloworld:0.1.1\":\"r/x@" + DIGEST + "\",\"other\":\"r/x@" + DIGEST + "\"}"
            })
    void section13_19_aForeignMapMustNameExactlyTheTrustedDigests(String text) {
        RelocationMap map = RelocationMap.read(Bytes.utf8(text)).orThrow();

        assertThat(Examples.refusal(map.checkedAgainst(E1)).code()).isEqualTo(ReasonCode.REPRESENTATION);
    }

    @Test
    void section9_imagesInOtherRepositoriesAreAcceptedSinceDigestsDecide() {
        RelocationMap map = RelocationMap.read(Bytes.utf8(
                        "{\"cnab/helloworld:0.1.1\":\"mirror.example/cnab-helloworld-7fda@" + DIGEST + "\"}"))
                .orThrow();

        assertThat(map.checkedAgainst(E1).orThrow()).isEqualTo(map);
    }

    @Test
    void whatIsNoMapIsMalformed() {
        for (String text : List.of("", "[]", "{\"a\":1}", "{\"a\":\"x\",\"a\":\"x\"}")) {
            assertThat(Examples.refusal(RelocationMap.read(Bytes.utf8(text))).code())
                    .isEqualTo(ReasonCode.MALFORMED);
        }
        Vectors.bytes("cnab-spec/examples/103.01-relocation-mapping.json")
                .ifPresent(file ->
                        assertThat(RelocationMap.read(file).orThrow().entries()).hasSize(2));
    }
}
