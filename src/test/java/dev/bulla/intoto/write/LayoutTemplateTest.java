package dev.bulla.intoto.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.ArtifactKind;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.Rule;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.JsonException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The CNAB template lets a pipeline through that did what it says, and no other. */
class LayoutTemplateTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final LocalSigner OWNER = TestKeys.seeded("owner");
    private static final LocalSigner CI = TestKeys.seeded("ci");

    private final Map<String, Link> links = new HashMap<>();

    private static LayoutTemplate.Parties parties() {
        Map<KeyId, PublicKey> ci = Map.of(CI.keyId(), CI.publicKey());
        return new LayoutTemplate.Parties(Map.of("", ci), Map.of());
    }

    private static Artifacts artifacts(String... namesAndHashes) {
        TreeMap<String, Map<String, String>> all = new TreeMap<>();
        for (int i = 0; i < namesAndHashes.length; i += 2) {
            all.put(namesAndHashes[i], Map.of("sha256", namesAndHashes[i + 1]));
        }
        return new Artifacts(all);
    }

    @BeforeEach
    void aGoodPipeline() {
        link("tag", artifacts(), artifacts("git:commit", "c0", "Dockerfile", "d0", "src/a", "a0"));
        link(
                "build",
                artifacts("Dockerfile", "d0", "src/a", "a0"),
                artifacts("Dockerfile", "d0", "src/a", "a0", "pkg:oci/web@sha256:11", "11"));
        link("bundle", artifacts("pkg:oci/web@sha256:11", "11"), artifacts("bundle.json", "b0"));
        link("push", artifacts("bundle.json", "b0"), artifacts("bundle.json", "b0", "pkg:oci/shop@sha256:22", "22"));
    }

    private void link(String step, Artifacts materials, Artifacts products) {
        links.put(step, Link.of(step, materials, products));
    }

    private LayoutVerdict verify() {
        InTotoLayout layout = LayoutTemplate.cnab(parties(), AT.plusSeconds(1), "");
        Bytes signed = DocumentWriter.write(layout.toJson(), Envelope.DSSE, List.of(OWNER));
        EvidenceSource source = address -> Optional.ofNullable(links.get(address.step()))
                .map(link -> new EvidenceSource.Stored(
                        address.step(), DocumentWriter.write(link.toJson(), Envelope.DSSE, List.of(CI))));
        return LayoutVerifier.verify(
                VerificationRequest.of(signed, List.of(OwnerKey.of(OWNER.publicKey())), source, AT));
    }

    private void refused(String step, String artifact) {
        LayoutVerdict verdict = verify();
        assertThat(verdict).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(((LayoutVerdict.Rejected) verdict).reason().message()).contains(step, artifact);
    }

    @Test
    void whatWasTaggedBuiltBundledAndPushedIsAccepted() {
        LayoutVerdict verdict = verify();

        assertThat(verdict).isInstanceOf(LayoutVerdict.Accepted.class);
        assertThat(((LayoutVerdict.Accepted) verdict).summary().products().hashes())
                .containsKeys("bundle.json", "pkg:oci/shop@sha256:22");
    }

    @Test
    void aTagWithoutCommitIsRefused() {
        link("tag", artifacts(), artifacts("Dockerfile", "d0", "src/a", "a0"));
        refused("'tag'", "git:commit");
    }

    @Test
    void aBuildOfFilesThatWereNotTaggedIsRefused() {
        link("build", artifacts("Dockerfile", "d0", "src/a", "ee"), artifacts("pkg:oci/web@sha256:11", "11"));
        refused("'build'", "src/a");
    }

    @Test
    void aBuildThatMakesSomethingElseIsRefused() {
        link("build", artifacts("Dockerfile", "d0"), artifacts("Dockerfile", "d0", "evil", "ee"));
        refused("'build'", "evil");
    }

    @Test
    void aBundleOfForeignImagesIsRefused() {
        link("bundle", artifacts("pkg:oci/web@sha256:99", "99"), artifacts("bundle.json", "b0"));
        refused("'bundle'", "pkg:oci/web@sha256:99");
    }

    @Test
    void aPushOfAnotherBundleIsRefused() {
        link("push", artifacts("bundle.json", "ee"), artifacts("bundle.json", "ee", "pkg:oci/shop@sha256:22", "22"));
        refused("'push'", "bundle.json");
    }

    @Test
    void aThresholdThatNobodyCanReachMakesNoLayout() {
        LayoutTemplate.Parties greedy = new LayoutTemplate.Parties(parties().functionaries(), Map.of("build", 2));

        assertThatThrownBy(() -> LayoutTemplate.cnab(greedy, AT, "")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> LayoutTemplate.chain(List.of("a", "a"), parties(), AT, ""))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void rulesArePutTogetherInTheirOrderWithTheirWords() {
        List<Rule> rules = RuleList.none()
                .require("a")
                .allow("b")
                .delete("c")
                .modify("d")
                .matchBelow("here", "*.o", ArtifactKind.MATERIALS, "there", "compile")
                .closed();

        assertThat(rules.stream().map(Rule::text))
                .containsExactly(
                        "REQUIRE a",
                        "ALLOW b",
                        "DELETE c",
                        "MODIFY d",
                        "MATCH *.o IN here WITH MATERIALS IN there FROM compile",
                        "DISALLOW *");
    }
}
