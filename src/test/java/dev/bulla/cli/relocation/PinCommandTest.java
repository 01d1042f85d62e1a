package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References in files become digests that were verified, or nothing is written. */
class PinCommandTest {
    @TempDir
    Path folder;

    private BundleScene scene;
    private String text;

    @BeforeEach
    void aFileThatNamesASignedBundle() {
        scene = new BundleScene(folder);
        text = "# shops\nspec:\n  - image: \"" + scene.shop + "\"   # the shop\n    name: shop\n";
        scene.write("deploy.yaml", Bytes.utf8(text));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String pinned() {
        return scene.acme + "/shop@" + scene.digest();
    }

    @Test
    void aTrustedReferenceBecomesItsDigestAndNothingElseChanges() {
        Run run = scene.run(0, "pin", "deploy.yaml");

        assertThat(run.out()).isEqualTo("deploy.yaml:3  " + scene.shop + " -> " + pinned() + "\n");
        assertThat(scene.file("deploy.yaml")).content().isEqualTo(text.replace(scene.shop, pinned()));
        assertThat(scene.run(0, "pin", "deploy.yaml").out()).isEqualTo("deploy.yaml:3  " + pinned() + "  trusted\n");
        scene.run(0, "pin", "deploy.yaml", "--check");
    }

    @Test
    void theTagMayStayBesideTheDigest() {
        scene.run(0, "pin", "deploy.yaml", "--keep-tags", "-o", "other.yaml");

        assertThat(scene.file("other.yaml")).content().contains(scene.shop + "@" + scene.digest());
        assertThat(scene.file("deploy.yaml")).content().isEqualTo(text);
        scene.run(0, "pin", "other.yaml", "--check");
        scene.write("old.yaml", Bytes.utf8("image: " + scene.shop + "@sha256:" + "0".repeat(64) + "\n"));
        scene.run(1, "pin", "old.yaml", "--check");
    }

    @Test
    void theDigestIsTheOneOfTheRolesWhateverTheTagNames() {
        scene.push(scene.shop, "moved");

        Run run = scene.run(0, "pin", "deploy.yaml", "-o", "-");

        assertThat(run.out()).isEqualTo(text.replace(scene.shop, pinned()));
        assertThat(run.err()).contains("bulla: note: deploy.yaml:3: the tag of " + scene.shop + " names sha256:");
    }

    @Test
    void oneReferenceThatIsNotTrustedAndNoFileIsWritten() {
        scene.push(scene.acme + "/shop:unsigned", "unsigned");
        scene.write("bad.json", Bytes.utf8("{\"image\": \"" + scene.acme + "/shop:unsigned\"}"));

        Run run = scene.run(3, "pin", "deploy.yaml", "bad.json");

        assertThat(run.err()).contains("bulla: bad.json:1:\nbulla: unsigned: ").contains("no file was written");
        assertThat(scene.file("deploy.yaml")).content().isEqualTo(text);
        assertThat(scene.run(3, "pin", "bad.json", "--format", "json").out())
                .contains("\"written\": false", "\"trusted\": false");
        scene.write("foreign.yaml", Bytes.utf8("image: " + scene.away.host() + "/x/y:1\n"));
        scene.run(4, "pin", "foreign.yaml");
    }

    @Test
    void aCheckWritesNothingAndFailsWhereADigestIsMissing() {
        Run run = scene.run(1, "pin", "deploy.yaml", "--check");

        assertThat(run.err())
                .isEqualTo(
                        "bulla: rejected: not every image reference has a digest\nbulla: hint: bulla pin deploy.yaml\n");
        assertThat(scene.file("deploy.yaml")).content().isEqualTo(text);
        scene.write("evil.yaml", Bytes.utf8("image: " + scene.acme + "/shop@sha256:" + "0".repeat(64) + "\n"));
        scene.run(5, "pin", "evil.yaml", "--check");
    }

    @Test
    void everyAnswerIsADocumentToo() {
        assertThat(scene.run(0, "pin", "deploy.yaml", "--format", "json").out())
                .contains("\"pinned\": \"" + pinned() + "\"", "\"level\": \"1b\"", "\"line\": 3");
    }

    @Test
    void wrongCallsAreToldFromRefusals() {
        scene.run(2, "pin", "deploy.yaml", "--as", scene.shop);
        scene.run(2, "pin", "deploy.yaml", "deploy.yaml", "-o", "x");
        scene.run(2, "pin", "deploy.yaml", "-o", "-", "--format", "json");
        scene.run(5, "pin", "none.yaml");
        scene.write("template.yaml", Bytes.utf8("image: {{ .Values.image }}\n"));
        assertThat(scene.run(2, "pin", "template.yaml").err())
                .startsWith("bulla: template.yaml:1: the file is a template");
    }
}
