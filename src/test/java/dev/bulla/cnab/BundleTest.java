package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "{\"schemaVersion\":\"v1\",\"schemaVersion\":\"v1\"}",
                "{\"schemaVersion\":\"\\ud800\"}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\"}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":null,\"invocationImages\":[]}",
                "{\"schemaVersion\":1,\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[]}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[],\"images\":[]}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[{}]}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[],"
                        + "\"images\":{\"\":{\"image\":\"a\"}}}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[],"
                        + "\"images\":{\"a\":{\"image\":\"a\",\"size\":-1}}}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[],"
                        + "\"images\":{\"a\":{\"image\":\"a\",\"size\":1.0}}}",
                "{\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\",\"invocationImages\":[],"
                        + "\"keywords\":[1]}"
            })
    void section7_1_whatIsNotABundleIsMalformedWithOneLine(String text) {
        Reason reason = Examples.refusal(Bundle.parse(Bytes.utf8(text)));

        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.message()).startsWith("bundle.json: ").doesNotContain("\n");
    }

    @Test
    void section7_1_sizeAndDepthAreLimited() {
        Bytes large = Bytes.adopt(new byte[Bundle.MAX_BYTES + 1]);
        Bytes deep = Bytes.utf8("[".repeat(80) + "]".repeat(80));

        assertThat(Examples.refusal(Bundle.parse(large)).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(Examples.refusal(Bundle.parse(deep)).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void valuesAreReadAndComponentsSortedByBytesOfTheirNames() {
        Bundle bundle = Examples.bundle(bundle(
                image("a", DIGEST),
                "\"\uFFFF\":" + image("x", DIGEST) + ",\"\uD83D\uDE00\":" + image("y", DIGEST) + ",\"b\":"
                        + image("z", DIGEST)));

        assertThat(bundle.images(Role.COMPONENT))
                .extracting(BundleImage::name)
                .containsExactly("b", "\uFFFF", "\uD83D\uDE00");
        assertThat(bundle.images().get(0).role()).isEqualTo(Role.INVOCATION);
        assertThat(Examples.bundle(Examples.E1).maintainers().orElseThrow())
                .extracting(Maintainer::name)
                .containsExactly("Jane Doe");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no digest|\"size\":5|UNDIGESTED_IMAGE|has no contentDigest",
                "null digest|\"size\":5,\"contentDigest\":null|UNDIGESTED_IMAGE|has no contentDigest",
                "empty digest|\"size\":5,\"contentDigest\":\"\"|UNDIGESTED_IMAGE|has no contentDigest",
                "short digest|\"size\":5,\"contentDigest\":\"sha256:aaa...\"|MALFORMED|which is not sha256",
                "no algorithm|\"size\":5,\"contentDigest\":\"abc\"|MALFORMED|which is not sha256",
                "other algorithm|\"size\":5,\"contentDigest\":\"sha1:da39a3ee\"|UNKNOWN_HASH|by 'sha1'",
                "no size|\"contentDigest\":\"D\"|MALFORMED|has no size",
                "size 0|\"contentDigest\":\"D\",\"size\":0|MALFORMED|has no size",
                "media type|\"contentDigest\":\"D\",\"size\":5,\"mediaType\":\"text/html\"|MALFORMED|has media type",
                "upper case|\"contentDigest\":\"D\",\"size\":5,\"mediaType\":"
                        + "\"application/vnd.OCI.image.manifest.v1+json\"|MALFORMED|has media type",
                "image type|\"contentDigest\":\"D\",\"size\":5,\"imageType\":\"vm\"|MALFORMED|has image type 'vm'",
                "no type|\"contentDigest\":\"D\",\"size\":5,\"imageType\":\"\"|MALFORMED|neither mediaType nor imageType",
            })
    void section3_anIncompleteImageIsRefusedNamingTheComponent(
            String name, String members, String code, String message) {
        String type = members.contains("Type") ? "" : ",\"imageType\":\"oci\"";
        String component = "{\"image\":\"a/b:1\"," + members.replace("\"D\"", '"' + DIGEST + '"') + type + "}";

        Reason reason = Examples.refusal(Examples.bundle(bundle(image("i", DIGEST), "\"we\\tb\":" + component))
                .pinnedImages());

        assertThat(reason.code()).isEqualTo(ReasonCode.valueOf(code));
        assertThat(reason.message()).contains(message).startsWith("bundle.json: component 'we?b' ");
        assertThat(reason.facts()).containsEntry("component", "we?b");
    }

    @Attack("T22")
    @Test
    void section13_18_theExampleBundlesOfTheSpecificationAreRefusedForTheirFakeDigests() {
        Bundle fake = Examples.bundle(
                bundle("{\"image\":\"a:1\",\"imageType\":\"docker\",\"contentDigest\":\"sha256:aaaaaaa...\"}", ""));
        assertThat(Examples.refusal(fake.pinnedImages()).message())
                .isEqualTo("bundle.json: invocation image 0 has contentDigest 'sha256:aaaaaaa...', which is not"
                        + " sha256:<64 hex> or sha512:<128 hex>");
        for (String example : List.of("101.01-bundle.json", "101.02-bundle.json", "101.03-bundle.json")) {
            Vectors.bytes("cnab-spec/examples/" + example)
                    .ifPresent(bytes -> assertThat(
                                    Examples.refusal(Examples.bundle(bytes).pinnedImages())
                                            .code())
                            .isEqualTo(ReasonCode.MALFORMED));
        }
    }

    @Test
    void thereMustBeAnInvocationImageAndAnIndexHoldsOne() {
        Bundle none = Examples.bundle(bundle("", ""));
        Bundle two = Examples.bundle(bundle(image("a", DIGEST) + "," + image("b", DIGEST), ""));

        assertThat(Examples.refusal(none.pinnedImages()).message()).contains("no invocation image");
        assertThat(two.pinnedImages().orThrow()).hasSize(2);
        assertThat(Examples.refusal(ThinBundle.of(two)).message()).contains("2 invocation images");
    }

    @Test
    void section9_oneReferenceWithTwoDigestsIsAmbiguous() {
        String other = "sha256:" + "2".repeat(64);
        Bundle twice = Examples.bundle(bundle(image("a", DIGEST), "\"x\":" + image("a", DIGEST)));
        Bundle torn = Examples.bundle(bundle(image("a", DIGEST), "\"x\":" + image("a", other)));

        assertThat(twice.pinnedImages().orThrow()).hasSize(2);
        assertThat(Examples.refusal(torn.pinnedImages()).code()).isEqualTo(ReasonCode.AMBIGUOUS);
    }

    @Test
    void section7_3_bytesThatAreNotCanonicalAreToldWithBothDigests() {
        Bundle spaced = Examples.bundle(Bytes.utf8(Examples.E1_TEXT + "\n"));

        assertThat(Examples.bundle(Examples.E1).notes()).isEmpty();
        assertThat(Examples.bundle(Examples.E2).notes()).isEmpty();
        assertThat(Examples.bundle(Examples.E1).isCanonical()).isTrue();
        assertThat(spaced.isCanonical()).isFalse();
        assertThat(spaced.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.detail())
                        .contains("not canonical")
                        .contains(spaced.digest().toString())
                        .contains(Examples.bundle(Examples.E1).digest().toString()));
    }

    @Test
    void section6_3_unknownMembersAreListedWithTheDigestOfToolsThatDropThem() {
        Bundle more = Examples.bundle(Examples.E1_TEXT
                .replace("\"version\"", "\"validity\":1,\"version\"")
                .replace("\"size\":942", "\"size\":942,\"x\":null"));

        assertThat(more.notes()).singleElement().satisfies(note -> {
            assertThat(note.name()).isEqualTo("cnab.6.3");
            assertThat(note.result()).isEqualTo(Check.Result.NOTE);
            assertThat(note.detail())
                    .contains("invocationImages[0].x", "validity")
                    .contains(Examples.bundle(Examples.E1).digest().toString());
        });
    }

    @Test
    void section6_3_emptyMembersThatOtherToolsDropAreTold() {
        Bundle more = Examples.bundle(Examples.E1_TEXT.replace("\"maintainers\"", "\"license\":\"\",\"maintainers\""));

        assertThat(more.isCanonical()).isTrue();
        assertThat(more.notes())
                .extracting(Check::detail)
                .anyMatch(detail ->
                        detail.contains(Examples.bundle(Examples.E1).digest().toString()));
    }

    @Attack("P4")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"definitions\":{\"n\":{\"default\":0.50,\"maximum\":1E3}},",
                "\"description\":\"żółć 🎉 \\u0000 <&>\",",
                "\"newMember\":{\"b\":1,\"a\":[null]},",
                "\"description\" : \"\\u0061\\/b\" ,\n\t\"keywords\":[ ],",
                "\"description\":null,\"images\":null,\"maintainers\":null,\"license\":null,"
            })
    void section1_1_theBytesAreKeptWhateverIsInThem(String members) {
        Bytes raw = Bytes.utf8("{" + members + "\"schemaVersion\":\"v1\",\"name\":\"n\",\"version\":\"1\","
                + "\"invocationImages\":[" + image("a", DIGEST) + "]}");

        ThinBundle thin = ThinBundle.of(Examples.bundle(raw)).orThrow();

        assertThat(thin.bundle().raw()).isEqualTo(raw);
        assertThat(thin.configBlob().digest().matches(raw)).isTrue();
        assertThat(RepresentationCheck.examine(TrustedBundle.ofBytes(raw), StoredBundle.of(thin))
                        .refusal())
                .isEmpty();
    }

    static String bundle(String invocationImages, String components) {
        return "{\"images\":{" + components + "},\"invocationImages\":[" + invocationImages
                + "],\"name\":\"n\",\"schemaVersion\":\"v1.0.0\",\"version\":\"1\"}";
    }

    static String image(String reference, String digest) {
        return "{\"contentDigest\":\"" + digest + "\",\"image\":\"" + reference
                + "\",\"imageType\":\"oci\",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":7}";
    }
}
