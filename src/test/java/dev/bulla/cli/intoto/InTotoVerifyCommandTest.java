package dev.bulla.cli.intoto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.intoto.PlainChain;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bulla in-toto verify} as cli.md section 2.2 has it: 0 accepted, 1 refused, 2 wrong call. */
class InTotoVerifyCommandTest {
    private static final Instant BEFORE = Instant.parse(PlainChain.EXPIRES).minusSeconds(1);

    @TempDir
    Path folder;

    @BeforeEach
    void chain() {
        PlainChain.in(folder).write();
    }

    private Run verify(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "in-toto", "verify", "--layout", "root.layout", "--layout-key", "owner.pub", "--link-dir", "links"));
        words.addAll(List.of(more));
        return TestWorld.in(folder).at(BEFORE).run(words.toArray(new String[0]));
    }

    @Test
    void aGoodChainIsAcceptedWithItsStepsAndSignersOnStandardOutput() {
        Run run = verify();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("accepted: 2 steps\n").contains("  fetch  signed ", "  pack  signed ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anExpiredLayoutIsRefusedAndATimeThatIsGivenIsSaid() {
        Run run = verify("--at", PlainChain.EXPIRES);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("bulla: note: expiry judged as of 2026-06-11T09:53:02Z")
                .contains("bulla: rejected: layout expired at 2026-06-11T09:53:02Z");
    }

    @Test
    void aMissingLinkIsSaidToBeMissing() throws Exception {
        try (var links = Files.list(folder.resolve("links"))) {
            Files.delete(links.filter(file -> file.toString().contains("pack."))
                    .findFirst()
                    .orElseThrow());
        }

        Run run = verify();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("step 'pack' has 0 of 1 links");
    }

    @Test
    void aFolderOfLinksThatDoesNotExistHoldsNothing() {
        Run run = TestWorld.in(folder)
                .at(BEFORE)
                .run("in-toto", "verify", "--layout", "root.layout", "--layout-key", "owner.pub", "--link-dir", "none");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("step 'fetch' has 0 of 1 links");
    }

    @Test
    void theDocumentNamesVerdictReasonStepRuleAndArtifact() {
        PlainChain.in(folder)
                .edit(layout -> layout.with("readme", Json.text("x")))
                .write();
        PlainChain.in(folder).file("owner.pub", Bytes.utf8("{}"));
        assertThat(verify("--format", "json").status()).isEqualTo(2);

        chain();
        Fields accepted = document(verify("--format", "json"));
        assertThat(accepted.text("schema")).isEqualTo("bulla.in-toto-verify/1");
        assertThat(accepted.text("verdict")).isEqualTo("accepted");
        assertThat(accepted.bool("atGiven")).isFalse();

        PlainChain.in(folder)
                .inspection("look", new String[] {"bulla:sha256"}, "DISALLOW *.tar")
                .write();
        Run refused = verify("--format", "json", "--inspections", "builtin", "--product", "product");
        assertThat(refused.status()).isEqualTo(1);
        Fields reason = document(refused).object("reason");
        assertThat(reason.text("code")).isEqualTo("RULE_VIOLATED");
        assertThat(reason.text("step")).isEqualTo("look");
        assertThat(reason.text("rule")).isEqualTo("expected_products[0]");
        assertThat(reason.text("artifact")).isEqualTo("hello.tar");
    }

    private static Fields document(Run run) {
        return Fields.of(JsonReader.with(JsonLimits.signed(1 << 20)).read(Bytes.utf8(run.out())), "");
    }

    @Test
    void inspectionsAreRefusedUnlessAllowed() {
        PlainChain.in(folder)
                .inspection("look", new String[] {"bulla:sha256"}, "MATCH * WITH PRODUCTS FROM pack", "DISALLOW *")
                .write();

        assertThat(verify("--product", "product").err()).contains("'look' was not run: inspections are refused");
        assertThat(verify("--inspections", "builtin").err()).contains("'look' was not run: no folder");
        assertThat(verify("--inspections", "builtin", "--product", "product").status())
                .isZero();
        assertThat(verify("--inspections", "sandbox", "--product", "product").status())
                .isZero();
    }

    @Test
    void aProductThatIsNotTheOneRecordedIsRefused() {
        PlainChain.in(folder)
                .inspection("look", new String[] {"bulla:sha256"}, "MATCH * WITH PRODUCTS FROM pack", "DISALLOW *")
                .write();
        PlainChain.in(folder).file("product/hello.tar", Bytes.utf8("something evil\n"));

        Run run = verify("--inspections", "builtin", "--product", "product");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("'look'", "'hello.tar'");
    }

    @Test
    void wrongCallsEndWithTwo() {
        assertThat(verify("--inspections", "maybe").status()).isEqualTo(2);
        assertThat(verify("--at", "yesterday").status()).isEqualTo(2);
        assertThat(verify("--param", "novalue").status()).isEqualTo(2);
        assertThat(verify("--param", "a.b=1").status()).isEqualTo(2);
        assertThat(verify("--product", "nowhere").status()).isEqualTo(2);
        assertThat(verify("surplus").status()).isEqualTo(2);
        assertThat(TestWorld.in(folder).run("in-toto", "verify").status()).isEqualTo(2);
        assertThat(TestWorld.in(folder).run("in-toto").status()).isEqualTo(2);
        assertThat(TestWorld.in(folder)
                        .run("in-toto", "verify", "--layout", "no", "--layout-key", "owner.pub", "--link-dir", "links")
                        .status())
                .isEqualTo(2);
    }
}
