package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;

/** An index exchanged behind a signed {@code bundle.json}: every change of a child is refused (cnab.md section 8). */
class ForgedIndexTest {
    private final SampleBundle sample = new SampleBundle();

    @Attack("T23")
    @Test
    void section13_12_twoOrNoConfigChildrenAreRefused() {
        assertForged("\"io.cnab.manifest.type\":\"invocation\"", "\"io.cnab.manifest.type\":\"config\"", "cnab.8.2");
        assertForged("\"io.cnab.manifest.type\":\"config\"", "\"io.cnab.manifest.type\":\"invocation\"", "cnab.8.2");
    }

    @Attack({"T23", "S8"})
    @Test
    void section13_12_extraMissingAndNamelessChildrenAreRefusedNamingTheComponent() {
        assertForged("\"io.cnab.component.name\":\"api\",", "", "cnab.8.3");
        assertForged("\"io.cnab.manifest.type\":\"component\"", "\"x\":\"component\"", "cnab.8.3");
        assertForged("\"io.cnab.manifest.type\":\"component\"", "\"io.cnab.manifest.type\":\"signature\"", "cnab.8.3");
        Reason renamed = assertForged("name\":\"api\"", "name\":\"apis\"", "cnab.8.3");
        assertThat(renamed.facts()).containsEntry("component", "api").containsEntry("found", "absent");
        Reason doubled = assertForged("name\":\"web\"", "name\":\"api\"", "cnab.8.3");
        assertThat(doubled.message()).contains("component 'api' twice");
        String child = "{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"digest\":\"" + sample.api.digest()
                + "\",\"size\":" + sample.api.raw().length() + ",\"annotations\":{";
        Reason extra = assertForged(
                "],\"annotations\":{\"io.cnab.r",
                "," + child + "\"io.cnab.component.name\":\"more\",\"io.cnab.manifest.type\":\"component\"}}],"
                        + "\"annotations\":{\"io.cnab.r",
                "cnab.8.3");
        assertThat(extra.facts()).containsEntry("component", "more").containsEntry("expected", "absent");
        Reason second = assertForged(
                "],\"annotations\":{\"io.cnab.r",
                "," + child + "\"io.cnab.manifest.type\":\"invocation\"}}],\"annotations\":{\"io.cnab.r",
                "cnab.8.3");
        assertThat(second.message()).isEqualTo("bundle index has 2 invocation images, bundle.json 1");
    }

    @Attack("T23")
    @Test
    void section13_11_aReplacedComponentIsRefusedNamingIt() {
        String other = "sha256:" + "0".repeat(64);

        Reason reason = assertForged(sample.api.digest().toString(), other, "cnab.8.4");

        assertThat(reason.facts())
                .containsEntry("component", "api")
                .containsEntry("expected", sample.api.digest().toString())
                .containsEntry("found", other);
        assertThat(assertForged(sample.invocation.digest().toString(), other, "cnab.8.4")
                        .facts())
                .containsEntry("component", "invocation image 0");
    }

    @Attack("T23")
    @Test
    void section13_13_twoExchangedComponentsAreRefused() {
        String index = sample.thin.index().raw().asUtf8().orElseThrow();
        String exchanged = index.replace("name\":\"web\"", "name\":\"!\"")
                .replace("name\":\"api\"", "name\":\"web\"")
                .replace("name\":\"!\"", "name\":\"api\"");

        Reason reason = assertForged(index, exchanged, "cnab.8.4");

        assertThat(reason.facts()).containsEntry("component", "api");
    }

    @Attack("T23")
    @Test
    void section13_14_theSameDigestWithAnotherSizeOrTypeIsRefused() {
        String size = "\"size\":" + sample.web.raw().length() + ",";
        assertThat(assertForged(size, "\"size\":1,", "cnab.8.4").message()).contains("size 1");
        assertThat(assertForged(MediaType.OCI_INDEX.value(), MediaType.DOCKER_LIST.value(), "cnab.8.4")
                        .message())
                .contains("media type");
    }

    @Attack({"T23", "S8"})
    @Test
    void section8_9_nothingMayTravelBesideTheImages() {
        String size = sample.api.digest() + "\",\"size\":" + sample.api.raw().length() + ",";
        assertForged(size, size + "\"urls\":[\"https://elsewhere.example/x\"],", "cnab.8.9");
        assertForged(size, size + "\"artifactType\":\"application/x\",", "cnab.8.9");
        String data =
                java.util.Base64.getEncoder().encodeToString(sample.api.raw().toByteArray());
        assertForged(size, size + "\"data\":\"" + data + "\",", "cnab.8.9");
        String subject = "\"subject\":{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"digest\":\""
                + sample.api.digest() + "\",\"size\":1},";
        assertForged("\"schemaVersion\":2,", "\"schemaVersion\":2," + subject, "cnab.8.9");
    }

    private Reason assertForged(String original, String replacement, String check) {
        Manifest forged = sample.indexWith(original, replacement);
        return assertRefused(fetch(forged, sample.trusted(), false), check, ReasonCode.REPRESENTATION);
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
