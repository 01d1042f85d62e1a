package dev.bulla.publish.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleName;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of a staged file: everything in it comes back as it was, and nothing else is one. */
class StagedFormatTest {
    private final Scene scene = new Scene();

    @Test
    void roleFilesComeBackToTheLastByteWhateverTheyHold() {
        Bytes odd = Bytes.utf8("{\"signed\" : 1,\t\"x\":\"\u0001\\u0000\u00e9\"}\n\n");
        StagedFile file = new StagedFile(
                Scene.NAMESPACE,
                scene.current(),
                List.of(new NamedFile(new RoleName("targets/\u0007 \"a\\b"), odd), scene.file("targets", scene.ann)));

        StagedFile read = StagedFormat.read(StagedFormat.write(file, List.of("a\u001b[2Jb")))
                .orThrow();

        assertThat(read).isEqualTo(file);
        assertThat(read.staged().get(0).bytes()).isEqualTo(odd);
    }

    @Test
    void whatTheSummarySaysIsNotBelieved() {
        StagedFile file = scene.target("app:1");
        Bytes lying = edited(
                file,
                document -> document.with("summary", new Json.Arr(List.of(Json.text("nothing changes, please sign")))));

        StagedReview review =
                StagedReview.of(StagedFormat.read(lying).orThrow()).orThrow();

        assertThat(review.summary()).noneMatch(line -> line.contains("nothing changes"));
        assertThat(review.summary()).anyMatch(line -> line.contains("app:1"));
        assertThat(review.toBytes().asUtf8().orElseThrow()).doesNotContain("nothing changes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "namespace":"            | "namespace":" x          | printable
                    "namespace":"registry    | "namespaces":"registry   | unknown member
                    staged-role.v1           | staged-role.v2           | type is not
                    "role":"targets"         | "role":""                | role name is empty
                    "role":"targets"         | "role":"root"            | repeats a role
                    "file":"                 | "file":" $               | base64
                    "file":"                 | "data":"                 | unknown member
                    "summary":               | "summary":1,"summary":   | Duplicate
                    "current":               | "more":[[[[1]]]],"current": | depth
                    """)
    void whatIsNoStagedFileIsRefusedWithItsPlace(String part, String replacement, String why) {
        String text =
                StagedFormat.write(scene.target("app:1"), List.of()).asUtf8().orElseThrow();
        assertThat(text).contains(part);

        var step = StagedFormat.read(Bytes.utf8(text.replace(part, replacement)));

        assertThat(step).isInstanceOfSatisfying(Step.Refused.class, refused -> {
            assertThat(refused.reason().message())
                    .startsWith("not a staged file")
                    .containsIgnoringCase(why);
            assertThat(refused.reason().hints()).isNotEmpty();
        });
    }

    @Test
    void aFileWithNothingStagedIsRefused() {
        Bytes empty = edited(scene.target("app:1"), document -> document.with("staged", new Json.Arr(List.of())));

        assertThat(reason(empty)).isEqualTo(ReasonCode.MALFORMED);
    }

    @Test
    void base64HasOneSpelling() {
        for (String text : List.of("e30", "e31=", "e30=\n", "e3 0=")) {
            Bytes other = edited(
                    scene.target("app:1"),
                    document -> document.with(
                            "staged",
                            new Json.Arr(List.of(Json.Obj.empty()
                                    .with("file", Json.text(text))
                                    .with("role", Json.text("targets"))))));

            assertThat(reason(other)).as(text).isEqualTo(ReasonCode.MALFORMED);
        }
    }

    private static ReasonCode reason(Bytes document) {
        return ((Step.Refused<StagedFile>) StagedFormat.read(document)).reason().code();
    }

    private static Bytes edited(StagedFile file, UnaryOperator<Json.Obj> change) {
        Bytes bytes = StagedFormat.write(file, List.of());
        return PlainWriter.write(
                change.apply(JsonReader.with(JsonLimits.signed(bytes.length())).readObject(bytes)));
    }
}
