package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verification by the rules of a policy, from the registry alone (trust.md sections 2 and 3, TAP 4, TAP 13). */
class PolicyVerifyTest {
    @TempDir
    Path folder;

    private PolicyScene with;
    private PinnedScene scene;
    private String shop;
    private String mirrored;

    @BeforeEach
    void twoNamespacesAndAMirror() throws IOException {
        with = new PolicyScene(folder);
        scene = with.scene;
        shop = scene.origin + "/shop:1";
        mirrored = scene.registry.host() + "/mirror/shop:1";
    }

    @AfterEach
    void close() {
        with.close();
    }

    private static final String ACME = "{'match': 'HOST/acme/*:*', 'repositories': ['acme']}";
    private static final String MIRROR = "{'match': 'HOST/mirror/*:*', 'rewrite': 'HOST/acme/$1:$2',"
            + " 'repositories': ['acme', 'own'], 'threshold': 2}";

    @Test
    void aRuleAsksItsRepositoryUnderTheNameOfTheReference() {
        Manifest artifact = scene.signed(shop, "one");

        Verdict.Trusted trusted = with.verify(shop, with.policy(ACME)).orThrow();

        assertThat(trusted.subject().digest()).isEqualTo(artifact.digest());
        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(shop);
        assertThat(trusted.checks())
                .extracting(Check::name)
                .contains("policy.rules[0]", "tuf.5.7.2", "trust.5.2.origin");
    }

    @Attack("T2")
    @Test
    void whatNoRuleCoversIsRejectedHoweverWellItIsSignedAndPinned() {
        scene.signed(shop, "one");
        scene.pin();

        Reason reason = with.refused(
                shop, with.policy("{'match': 'elsewhere.com/*:*', 'repositories': ['acme']}"), ReasonCode.NOT_COVERED);

        assertThat(reason.message()).isEqualTo("no rule of the policy covers " + shop);
    }

    @Test
    void aMirrorCountsOnlyWhenBothAuthoritiesListTheSame() {
        scene.signed(shop, "one");
        Manifest copy = scene.push(mirrored, "one");
        with.refused(mirrored, with.policy(MIRROR), ReasonCode.THRESHOLD);

        with.self.sign("targets", shop, copy);
        with.publishOwn();

        Verdict.Trusted trusted = with.verify(mirrored, with.policy(MIRROR)).orThrow();
        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(shop);
        assertThat(trusted.checks().get(0).detail()).isEqualTo("acme, own agree; 2 needed");
    }

    @Test
    void aMirrorThatServesSomethingElseIsRejected() {
        Manifest artifact = scene.signed(shop, "one");
        with.self.sign("targets", shop, artifact);
        with.publishOwn();
        scene.push(mirrored, "evil");

        Reason reason = with.refused(mirrored, with.policy(MIRROR), ReasonCode.HASH_MISMATCH);

        assertThat(reason.message()).startsWith("repository acme: ");
    }

    @Test
    void aRootThatIsPinnedByItsHashAloneIsTakenFromTheSourcesAndComparedWithIt() {
        scene.signed(shop, "one");
        String good = Digest.of(scene.acme.root()).hex();

        assertThat(with.verify(
                        shop,
                        with.written("'acme': {'root': {'sha256': '" + good + "'}, 'origin': 'HOST/acme'}", ACME)))
                .isInstanceOf(Verdict.Trusted.class);
        with.refused(
                shop,
                with.written("'acme': {'root': {'sha256': '" + "0".repeat(64) + "'}, 'origin': 'HOST/acme'}", ACME),
                ReasonCode.NO_TRUST_ROOT);
    }

    @Attack("T9")
    @Test
    void theOriginOfAPolicyIsThatOfRootAndTimestamp() {
        scene.signed(shop, "one");

        with.refused(
                shop,
                with.written(
                        "'acme': {'root': {'file': 'acme.json'}, 'origin': 'HOST/other', 'sources': ['HOST/acme/tuf']}",
                        ACME),
                ReasonCode.ORIGIN_MISMATCH);
    }

    @Test
    void theSecondSourceIsReadWhereTheFirstHoldsNoTufRepository() {
        scene.signed(shop, "one");

        assertThat(with.verify(
                        shop,
                        with.written(
                                "'acme': {'root': {'file': 'acme.json'}, 'sources': ['HOST/nothing/tuf', 'oci:absent',"
                                        + " 'HOST/acme/tuf']}",
                                ACME)))
                .isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void capsulesAreAskedOnlyWhereThePolicySaysSo() {
        Manifest artifact = scene.push(shop, "one");
        scene.acme.sign("targets", shop, artifact);
        scene.attach(shop, artifact, shop);
        String repository = "'acme': {'root': {'file': 'acme.json'}, 'sources': ['HOST/acme/tuf'%s]}";

        with.refused(shop, with.written(repository.formatted(""), ACME), ReasonCode.INCOMPLETE);
        assertThat(with.verify(shop, with.written(repository.formatted(", 'attached'"), ACME)))
                .isInstanceOfSatisfying(
                        Verdict.Trusted.class,
                        trusted -> assertThat(trusted.vouching().orElseThrow().attached())
                                .isTrue());
    }

    @Test
    void aRuleThatAllowsTheUnsignedIsReachedOnlyByProvenAbsenceAndNeverCalledTrusted() throws IOException {
        String asking = "{'match': 'HOST/acme/*:*', 'repositories': ['acme'], 'terminating': false}";
        Trust trust = with.policy(asking, "{'match': 'HOST/**:*', 'action': 'allow-unsigned'}");
        Manifest artifact = scene.push(shop, "one");
        with.refused(shop, trust, ReasonCode.UNSIGNED_REQUIRED); // no TUF repository at all: nothing is proved
        scene.publish();

        Verdict verdict = with.verify(shop, trust);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
            assertThat(allowed.subject().digest()).isEqualTo(artifact.digest());
            assertThat(allowed.rule()).isEqualTo("rules[1]");
        });
        assertThatThrownBy(verdict::orThrow).isInstanceOf(RejectedException.class);
        PinnedScene.refused(verdict.atLeast("1a"), ReasonCode.UNSIGNED_REQUIRED);
        assertThat(verdict.atLeast("0")).isSameAs(verdict);
        String digest = shop.substring(0, shop.lastIndexOf(':')) + "@" + artifact.digest();
        with.refused(
                digest, trust, ReasonCode.UNSIGNED_REQUIRED); // by digest names are hints, and absence proves nothing
        scene.acme.publisher().signers("targets").clear();
        scene.acme.publisher().publish("targets");
        scene.publish();
        with.refused(shop, trust, ReasonCode.THRESHOLD);
    }

    @Test
    void aRuleThatWarnsReportsTheRefusalAndPullStillRefuses() {
        scene.signed(shop, "one");
        scene.push(shop, "evil");
        Trust trust = with.policy("{'match': 'HOST/acme/*:*', 'repositories': ['acme'], 'mode': 'warn'}");

        assertThat(with.verify(shop, trust))
                .isInstanceOfSatisfying(
                        Verdict.Allowed.class,
                        allowed ->
                                assertThat(allowed.reason()).map(Reason::code).contains(ReasonCode.HASH_MISMATCH));
        Downloader.Pulled pulled = new Downloader(scene.places, Progress.NONE)
                .pull(
                        PinnedScene.ref(shop),
                        trust,
                        Optional.empty(),
                        PinnedScene.NOW,
                        new Downloader.Wish(Downloader.Form.THIN, folder.resolve("out")));
        PinnedScene.refused(pulled.verdict(), ReasonCode.HASH_MISMATCH);
        assertThat(pulled.files()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"1b, LEVEL_TOO_LOW", "2, LEVEL_TOO_LOW", "3a, LAYOUT_UNBOUND", "3b, LAYOUT_UNBOUND", "4, LAYOUT_UNBOUND"
    })
    void aLevelThatIsNotReachedIsARefusal(String level, ReasonCode code) {
        scene.signed(shop, "one");
        String rule = "{'match': 'HOST/acme/*:*', 'repositories': ['acme'], 'minLevel': '%s'}";

        Reason reason = with.refused(shop, with.policy(rule.formatted(level)), code);

        assertThat(reason.facts())
                .containsEntry("level", "1a")
                .containsEntry("demanded", level)
                .containsEntry("rule", "rules[0]");
        assertThat(with.verify(shop, with.policy(rule.formatted("1a")))).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void aPinnedRoleVouchesAndTopLevelTargetsCannotSpeakForIt() {
        scene.acme.publisher().delegate("targets", "widgets", entry -> entry.with("paths", RoleDocuments.texts("*")));
        scene.acme.publisher().publish("targets");
        Manifest artifact = scene.push(shop, "one");
        scene.acme.sign("widgets", shop, artifact);
        scene.publish();
        String key = PlainWriter.write(TestKeys.seeded("widgets").publicKey().toJson())
                .asUtf8()
                .orElseThrow();
        String pinned =
                "'acme': {'root': {'file': 'acme.json'}, 'sources': ['HOST/acme/tuf'], 'role': 'widgets', 'keys':"
                        + " [" + key + "], 'threshold': 1}";

        Verdict.Trusted trusted = with.verify(shop, with.written(pinned, ACME)).orThrow();
        assertThat(trusted.vouching().orElseThrow().chain())
                .extracting(Verdict.Role::name)
                .containsExactly("root", "timestamp", "snapshot", "widgets");

        Manifest planted = scene.push(scene.origin + "/planted:1", "evil");
        scene.acme.sign("targets", scene.origin + "/planted:1", planted);
        scene.publish();
        with.refused(scene.origin + "/planted:1", with.written(pinned, ACME), ReasonCode.UNSIGNED_REQUIRED);
        assertThat(with.verify(scene.origin + "/planted:1", with.policy(ACME))).isInstanceOf(Verdict.Trusted.class);
    }

    /** CVE-2026-24686: a client of TAP 4 used names of repositories as paths. */
    @Attack("U16")
    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "/evil", "C:evil", "..", "con", "a/b"})
    void whatIsRememberedLiesUnderTheIdentityOfTheRootWhateverThePolicyCallsIt(String name) throws IOException {
        scene.signed(shop, "one");

        with.verify(
                        shop,
                        with.written(
                                "'" + name + "': {'root': {'file': 'acme.json'}, 'origin': 'HOST/acme'}",
                                ACME.replace("['acme']", "['" + name + "']")))
                .orThrow();

        try (Stream<Path> kept = Files.list(folder.resolve("trust"))) {
            List<String> names = kept.map(file -> file.getFileName().toString())
                    .filter(file -> !file.startsWith("."))
                    .toList();
            assertThat(names).containsExactly(Digest.of(scene.acme.root()).hex());
        }
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("acme.json", "own.json", "policy.json", "trust");
        }
    }
}
