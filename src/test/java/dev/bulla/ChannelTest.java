package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels (trust.md section 4.1): one hop, the same bytes, where the rule lets it lead, never back. */
class ChannelTest {
    @TempDir
    Path folder;

    private PolicyScene with;
    private PinnedScene scene;
    private String stable;

    @BeforeEach
    void twoVersionsAndAChannel() throws IOException {
        with = new PolicyScene(folder);
        scene = with.scene;
        stable = scene.origin + "/shop:stable";
        for (String version : new String[] {"1", "2"}) {
            scene.signed(scene.origin + "/shop:" + version, version);
        }
    }

    @AfterEach
    void close() {
        with.close();
    }

    /** Signs the channel with the hashes of one entry and the name of another, and moves the registry's tag. */
    private void lead(String asVersion, String to, long seq) {
        Json.Obj targets = (Json.Obj)
                scene.acme.publisher().document("targets").get("targets").orElseThrow();
        Json.Obj entry =
                (Json.Obj) targets.get(scene.origin + "/shop:" + asVersion).orElseThrow();
        Json.Obj redirect = Json.Obj.empty().with("to", Json.text(to)).with("seq", Json.whole(seq));
        scene.acme
                .publisher()
                .entry(
                        "targets",
                        scene.origin + "/shop@channel/stable",
                        entry.with("custom", Json.Obj.empty().with("redirect", redirect)));
        scene.acme.publisher().publish("targets");
        scene.publish();
    }

    private void lead(String version, long seq) {
        lead(version, scene.origin + "/shop:" + version, seq);
        scene.tag(stable, scene.push(scene.origin + "/shop:" + version, version));
    }

    private Trust rule(String members) {
        return with.policy("{'match': 'HOST/**:*', 'repositories': ['acme']" + members + "}");
    }

    private Reason refused(String members) {
        return with.refused(stable, rule(members), ReasonCode.BAD_REDIRECT);
    }

    @Test
    void aChannelIsAskedForAsATagAndItsVersionIsWhatIsVerified() {
        lead("1", 1);

        Verdict.Trusted trusted = with.verify(stable, rule("")).orThrow();

        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(scene.origin + "/shop:1");
        assertThat(trusted.checks()).extracting(Check::name).contains("trust.4.1");
        scene.pin();
        assertThat(scene.trusted(stable).subject()).isEqualTo(trusted.subject());
    }

    @Test
    void theRegistrysTagHasToNameWhatTheChannelLeadsTo() {
        lead("1", 1);
        Manifest second = scene.push(scene.origin + "/shop:2", "2");
        scene.tag(stable, second);

        with.refused(stable, rule(""), ReasonCode.HASH_MISMATCH);
    }

    @Attack("T8")
    @Test
    void aChannelThatIsLedBackIsARollbackThoughItIsSigned() {
        lead("2", 5);
        with.verify(stable, rule("")).orThrow();
        lead("1", 4);

        Reason reason = with.refused(stable, rule(""), ReasonCode.ROLLBACK);

        assertThat(reason.message()).contains("/shop@channel/stable is listed with revision 4 after 5");
        lead("1", 6); // going back is a new revision
        with.verify(stable, rule("")).orThrow();
    }

    @Test
    void whereAChannelMayLeadIsForTheRuleToSay() {
        lead("1", 1);

        assertThat(refused(", 'redirect': 'none'").message()).contains("where the rule lets no channel lead");
        refused(", 'redirect': ['HOST/acme/shop:2']");
        with.verify(stable, rule(", 'redirect': ['HOST/acme/shop:*']")).orThrow();
        with.verify(stable, rule(", 'redirect': 'same-namespace'")).orThrow();
    }

    @Test
    void anotherNamespaceIsOutOfBoundsByDefault() {
        String other = scene.registry.host() + "/other/shop:1";
        scene.acme.sign("targets", other, scene.push(other, "1"));
        lead("1", other, 1);
        scene.tag(stable, scene.push(other, "1"));

        refused("");
        with.verify(stable, rule(", 'redirect': ['HOST/other/*:*']")).orThrow();
    }

    @Test
    void aChannelThatSaysOtherHashesOrLeadsNowhereOrFurtherIsRefused() {
        scene.push(stable, "1");
        lead("1", scene.origin + "/shop:2", 1);
        assertThat(refused("").message()).contains("which has another length or other hashes");

        lead("1", scene.origin + "/shop@channel/stable", 2);
        assertThat(refused("").message()).contains("one hop is all");

        lead("1", scene.origin + "/shop:3", 3);
        assertThat(refused("").message()).contains("which no trusted role lists");
        refused(", 'terminating': false}, {'match': '*', 'action': 'allow-unsigned'");

        lead("1", scene.origin + "/shop:1", 0);
        assertThat(refused("").message()).contains("has a redirect that does not read");
    }
}
