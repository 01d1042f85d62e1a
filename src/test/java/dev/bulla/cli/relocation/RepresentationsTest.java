package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One signature, three representations: plain, thin and thick (trust.md sections 3.2 and 8, cnab.md section 8). */
class RepresentationsTest {
    @TempDir
    Path folder;

    private BundleScene scene;

    @BeforeEach
    void aSignedBundle() {
        scene = new BundleScene(folder);
        scene.attach();
        scene.run(0, "pull", scene.shop, "-o", "shop.tgz");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void everyRepresentationHasTheSameVerdictButForItsSource() {
        scene.run(0, "copy", scene.shop, "oci:usb.tar:1.4.0");
        String thin = verdict(scene.shop);

        assertThat(verdict("shop.json", "--as", scene.shop)).isEqualTo(thin);
        assertThat(verdict("shop.tgz", "--as", scene.shop)).isEqualTo(thin);
        assertThat(verdict("usb.tar", "--as", scene.shop)).isEqualTo(thin);
    }

    @Test
    void thinToThickToThinIsTheSameVerdictButForWhereItIs() throws IOException {
        scene.run(
                0,
                "trust",
                "add",
                scene.mirror,
                "--same-as",
                scene.acme,
                "--root",
                "root.json",
                "--trust-repo",
                scene.acme + "/tuf");
        scene.run(0, "push", "shop.tgz", scene.copied);

        ObjectNode thin = document(scene.shop);
        ObjectNode thick = document("shop.tgz", "--as", scene.shop);
        ObjectNode again = document(scene.copied);

        assertThat(thick.path("source").path("kind").asText()).isEqualTo("thick");
        for (ObjectNode each : List.of(thin, thick, again)) {
            each.remove(List.of("source", "asked", "deploy"));
        }
        assertThat(thick).isEqualTo(thin);
        assertThat(again).isEqualTo(thin);
        scene.run(0, "pull", scene.copied, "-o", "again.tgz");
        assertThat(Files.mismatch(scene.file("shop.tgz"), scene.file("again.tgz")))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.tgz", "usb.tar"})
    void aFileThatCarriesItsRolesNeedsNoNetwork(String file) {
        scene.run(0, "copy", scene.shop, "oci:usb.tar:1.4.0");
        scene.home.close();

        assertThat(scene.run(0, "verify", file, "--as", scene.shop, "--offline").err())
                .contains("note: the roles came with the artifact");
    }

    @Test
    void aFileThatCarriesNoneTakesThemFromACapsuleFile() {
        scene.run(0, "copy", scene.shop, "oci:shop.capsule.tar:1.4.0");
        scene.home.close();

        scene.run(3, "verify", "shop.json", "--as", scene.shop, "--offline");
        scene.run(0, "verify", "shop.json", "--as", scene.shop, "--offline", "--capsule", "shop.capsule.tar");
    }

    @Test
    void aFileWithoutANameIsAUsageErrorThatSaysWhatToGive() {
        assertThat(scene.run(2, "verify", "shop.tgz").err()).contains("--as registry.example/acme/shop:1.4.0");
        assertThat(scene.run(2, "verify", "shop.json", "--as", scene.shop, "--deep")
                        .err())
                .contains("--deep is for archives");
        assertThat(scene.run(2, "verify", scene.shop, "--capsule", "x.tar").err())
                .contains("--capsule for files");
        scene.run(5, "verify", "none.tgz", "--as", scene.shop);
    }

    @Test
    void theBytesAreComparedAndNotTheMeaning() {
        String text = scene.bundle("shop").asUtf8().orElseThrow();
        scene.write("spaced.json", Bytes.utf8(text.replaceFirst("\\{", "{ ")));
        scene.write("other.json", scene.bundle("other"));

        assertThat(scene.run(1, "verify", "spaced.json", "--as", scene.shop).err())
                .startsWith("bulla: rejected: " + scene.shop + " is signed as ");
        scene.run(1, "verify", "other.json", "--as", scene.shop);
        scene.run(3, "verify", "shop.json", "--as", scene.acme + "/shop:9");
    }

    @Test
    void filesThatTheBundleDoesNotNeedAreToldOrRefusedAsThePolicyHasIt() throws IOException {
        addTo("shop.tgz", "notes.txt");

        assertThat(scene.run(0, "verify", "notes.txt.tgz", "--as", scene.shop).err())
                .contains("bulla: warning: not part of the bundle: notes.txt\n");
        scene.write("policy.json", Bytes.utf8("""
                {"version": 1, "repositories": {"acme": {"root": {"file": "root.json"}, "origin": "ACME"}},
                 "rules": [{"match": "ACME/*:*", "repositories": ["acme"], "extraFiles": "reject"}]}""".replace("ACME", scene.acme)));
        scene.run(0, "verify", "shop.tgz", "--as", scene.shop, "--policy", "policy.json");
        assertThat(scene.run(1, "verify", "notes.txt.tgz", "--as", scene.shop, "--policy", "policy.json")
                        .err())
                .startsWith("bulla: rejected: the archive holds what the bundle does not need: 1 extra, the first is");
    }

    /** The archive with one more file, which gives the new one its name. */
    private void addTo(String archive, String file) throws IOException {
        try (TarArchiveInputStream in =
                        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(scene.file(archive))));
                TarArchiveOutputStream out = new TarArchiveOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(scene.file(file + ".tgz"))))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putArchiveEntry(entry);
                in.transferTo(out);
                out.closeArchiveEntry();
            }
            TarArchiveEntry more = new TarArchiveEntry(file);
            more.setSize(2);
            out.putArchiveEntry(more);
            out.write(new byte[] {'h', 'i'});
            out.closeArchiveEntry();
        }
    }

    @Test
    void everyByteOfAnArchiveIsHashedAndDeepSaysHowMany() {
        assertThat(scene.run(0, "verify", "shop.tgz", "--as", scene.shop, "--deep", "-v")
                        .err())
                .contains("deep");
    }

    @Test
    void theRelocationMapComesFromTheSignedDigestsWhateverTheFileIs() {
        scene.run(0, "push", "shop.tgz", scene.copied);
        scene.run(0, "trust", "add", scene.mirror, "--same-as", scene.acme, "--root", "root.json");
        scene.run(0, "pull", scene.copied, "-o", "thin");

        assertThat(scene.file("thin/relocation-mapping.json"))
                .content()
                .contains("\"example.com/acme/web:1.0.0\":\"" + scene.mirror + "/shop@" + scene.web.digest() + "\"");
    }

    private String verdict(String... words) {
        ObjectNode document = document(words);
        assertThat(document.remove("source"))
                .as("every verdict says where the bytes came from")
                .isNotNull();
        return document.toString();
    }

    private ObjectNode document(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "verify";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--format";
        all[words.length + 2] = "json";
        try {
            JsonNode read = new ObjectMapper().readTree(scene.run(0, all).out());
            return (ObjectNode) read;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
